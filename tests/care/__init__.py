"""What happens to people's data: download, deletion, retention, backup, moving."""
