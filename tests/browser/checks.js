// What a person would trip over on the page that is open: each check gives a list of complaints.
// Python asks for them by name; see looking.py.
globalThis.checks = (() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const SPACED = `
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`;

  const said = (e) => (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().replace(/\s+/g, " ");
  const name = (e) => `<${e.localName}> ${said(e).slice(0, 40)}`;
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });
  const controls = () =>
    [...document.querySelectorAll(CONTROLS)].filter((e) => e.tabIndex >= 0 && !e.disabled && visible(e));

  // colours as [red, green, blue, opacity], from 0 to 255 and 1
  const rgba = (colour) => {
    const [r, g, b, a = 1] = colour.match(/-?[\d.]+(e-?\d+)?/g).map(Number);
    return colour.startsWith("color(srgb") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, i) => part * a + under[i] * (1 - a));
  const behind = (e) => {
    if (!e) return rgba(getComputedStyle(document.documentElement).backgroundColor === "rgba(0, 0, 0, 0)"
      ? getComputedStyle(document.body).backgroundColor : getComputedStyle(document.documentElement).backgroundColor);
    const own = rgba(getComputedStyle(e).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(e.parentElement));
  };
  const luminance = (colour) => {
    const channel = (v) => (v <= 10.3 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.map(channel);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // Text where axe cannot tell what lies behind: 4.5 to 1 against the box in a picture, or against the page.
  const text = () =>
    [...document.querySelectorAll("svg text, .table-box :is(th, td, a)")].filter((e) => visible(e) && said(e)).flatMap((e) => {
      const box = e.closest("svg") && e.parentElement.querySelector("rect");
      const fill = box ? getComputedStyle(box).fill : "none";
      const paper = fill === "none" ? behind(e.closest("svg")?.parentElement ?? e) : rgba(fill);
      const style = getComputedStyle(e);
      const ratio = contrast(rgba(e.closest("svg") ? style.fill : style.color), paper);
      return ratio < 4.5 ? [`${said(e)}: contrast ${ratio.toFixed(1)}`] : [];
    });

  // Marks in a chart: 3 to 1 against what they lie on.
  const marks = () =>
    [...document.querySelectorAll(".chart > :not(.band), .legend svg > [class]")].filter(visible).flatMap((e) => {
      const style = getComputedStyle(e);
      const paper = behind(e.closest("svg").parentElement);
      const shown = ([r, g, b, a]) => contrast(over([r, g, b, a * style.opacity], paper), paper);
      const ratio = Math.max(...[style.fill, style.stroke].filter((p) => p !== "none").map((p) => shown(rgba(p))));
      return ratio < 3 ? [`${e.getAttribute("class")}: contrast ${ratio.toFixed(1)}`] : [];
    });

  // Where the keyboard is shows, at 3 to 1, and nothing lies over it.
  const stop = (e) => {
    const found = [];
    const outlined = [e, e.closest(".choice")].filter(Boolean).find((part) => {
      const style = getComputedStyle(part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    if (outlined) {
      const style = getComputedStyle(outlined);
      const under = behind(parseFloat(style.outlineOffset) < 0 ? outlined : outlined.parentElement);
      const ratio = contrast(over(rgba(style.outlineColor), under), under);
      if (ratio < 3) found.push(`${name(e)}: outline contrast ${ratio.toFixed(1)}`);
    } else found.push(`${name(e)}: no outline`);
    const box = (e.querySelector(":scope > rect") ?? e).getClientRects()[0];
    const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.y + box.height / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) found.push(`${name(e)}: out of sight`);
    else if (!e.contains(top) && !top?.contains(e)) found.push(`${name(e)}: behind ${top && name(top)}`);
    return found;
  };
  const focus = () => {
    const found = [...document.querySelectorAll("[tabindex]")].filter((e) => e.tabIndex > 0).map((e) => `${name(e)}: out of order`);
    for (const e of controls()) {
      e.focus();
      found.push(...(document.activeElement === e ? stop(e) : [`${name(e)}: takes no focus`]));
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return found;
  };

  // The stop that a key led to; it comes after the one before, until the page begins again.
  let last = null;
  const here = () => {
    const e = document.activeElement;
    if (e === document.body) return [];
    const back = last?.isConnected && !e.matches(".skip") && e.compareDocumentPosition(last) & Node.DOCUMENT_POSITION_FOLLOWING;
    last = e;
    return [...stop(e), ...(back ? [`${name(e)}: before the stop before`] : [])];
  };

  // What is clicked or tapped: 24 px each way, except links within a sentence; answers 44 px high.
  const within = (e) =>
    getComputedStyle(e).display === "inline" &&
    [...e.parentElement.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim().length > 1);
  const targets = () =>
    controls().flatMap((e) => {
      if (e.matches("main, .skip, pre, .map-view") || e.closest("svg") || within(e)) return [];
      const answer = e.closest(".choice, .rank");
      const box = (e.closest(".choice") ?? e).getBoundingClientRect();
      const [width, height] = [box.width, box.height].map((side) => Math.round(side * 10) / 10);
      return width < 24 || height < (answer ? 44 : 24) ? [`${name(e)}: ${width} × ${height}`] : [];
    });

  const sideways = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px wider than the window`] : [];
  };

  // With the most space between letters, words and lines that people set, nothing is cut off.
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACED);
    document.adoptedStyleSheets = [sheet];
    const cut = [...document.querySelectorAll("body *")].filter((e) => {
      if (!visible(e) || e.closest("svg, select, .visually-hidden, .skip")) return false;
      const { overflowX, overflowY, clipPath } = getComputedStyle(e);
      const clips = (overflow) => ["hidden", "clip"].includes(overflow);
      return clipPath === "none" && said(e) &&
        ((clips(overflowX) && e.scrollWidth > e.clientWidth + 1) || (clips(overflowY) && e.scrollHeight > e.clientHeight + 1));
    });
    const found = [...cut.map((e) => `${name(e)}: cut off`), ...sideways()];
    document.adoptedStyleSheets = [];
    return found;
  };

  return { text, marks, focus, here, targets, sideways, spaced };
})();
