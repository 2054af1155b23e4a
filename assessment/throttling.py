"""How many wrong passwords are let through: counted in the shared cache, so for all processes together."""

import hashlib
from collections.abc import Iterable

from django.core.cache import cache


class Tries:
    """Room for so many wrong tries in a while; each of them is forgotten on its own when its time is over.

    Every try has an entry of its own, which only one process can add: nothing is lost when many come at once,
    and no lock is waited for.
    """

    def __init__(self, name: str, who: str, *, most: int, seconds: int) -> None:
        kept = hashlib.sha256(who.encode()).hexdigest()  # no address in the cache
        self.seconds = seconds
        self.places = [f"tries:{name}:{kept}:{place}" for place in range(most)]

    def take(self, taken: Iterable[str]) -> str | None:
        """Note a try in a place that is not among those taken; its name, or None when there is no more room."""
        free = set(self.places) - set(taken)
        return next((place for place in free if cache.add(place, 1, self.seconds)), None)


class PasswordTry:
    """One try at the password of an account from an address.

    Account and address are counted together: who guesses somebody else's password locks only themselves out. All
    accounts together are counted by address with more room, for a class that sits behind one address.
    """

    def __init__(self, account: str, address: str, limits: dict[str, tuple[int, int]]) -> None:
        most, seconds = limits["account"]
        self.account = Tries("account", f"{account} {address}", most=most, seconds=seconds)
        most, seconds = limits["address"]
        self.address = Tries("address", address, most=most, seconds=seconds)
        self.place: str | None = None

    def begin(self) -> bool:
        """Whether the password may be looked at; takes a place, so that many at once are not more than are allowed."""
        self.taken = cache.get_many([*self.account.places, *self.address.places])
        if len(self.taken.keys() & set(self.address.places)) < len(self.address.places):
            self.place = self.account.take(self.taken)
        return self.place is not None

    def succeeded(self) -> None:
        """It was the right one: nothing is counted."""
        if self.place:
            cache.delete(self.place)

    def failed(self) -> None:
        """It was a wrong one: it also counts for the address."""
        self.address.take(self.taken)

    def forget(self) -> None:
        """The owner has proved to be the owner by other means: wrong tries at this account from here count no more."""
        cache.delete_many(self.account.places)
