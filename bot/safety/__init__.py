"""The net before the NLU: danger, violence at home, papers taken, self-harm, fraud … Pure."""

from bot.safety.net import Finding, SafetyContentError, SafetyNet
from bot.safety.texts import SafetyTexts

__all__ = ["Finding", "SafetyContentError", "SafetyNet", "SafetyTexts"]
