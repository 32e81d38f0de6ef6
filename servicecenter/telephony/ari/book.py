"""What this program knows of Asterisk's channels between two looks at it: who is where. Wrong for a moment at worst:
every request may fail because of it, and none does harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Book:
    where: dict[str, str] = field(default_factory=dict)  # leg → bridge
    bridges: set[str] = field(default_factory=set)
    parked: set[str] = field(default_factory=set)  # legs that hear music whenever nothing else is played to them
    playing: dict[str, str] = field(default_factory=dict)  # playback → leg

    def note(self, event: Mapping[str, Any]) -> None:
        """Follows the events; the order of two channels' events does not matter."""
        channel, bridge = event.get("channel", {}).get("id", ""), event.get("bridge", {}).get("id", "")
        match event.get("type"):
            case "ChannelEnteredBridge":
                self.where[channel] = bridge
            case "ChannelLeftBridge" if self.where.get(channel) == bridge:
                del self.where[channel]
            case "StasisEnd" | "ChannelDestroyed":
                self.forget(channel)
            case "BridgeDestroyed":
                self.bridges.discard(bridge)

    def look(self, channels: Mapping[str, str | None], bridges: set[str]) -> None:
        """Everything as Asterisk says it now: each channel with its bridge."""
        self.where = {channel: bridge for channel, bridge in channels.items() if bridge is not None}
        self.bridges = set(bridges)
        self.parked &= set(channels)

    def members(self, bridge: str) -> set[str]:
        return {channel for channel, inside in self.where.items() if inside == bridge}

    def forget(self, channel: str) -> None:
        self.where.pop(channel, None)
        self.parked.discard(channel)
        self.playing = {playback: leg for playback, leg in self.playing.items() if leg != channel}
