"""The net before the NLU: danger, documents taken, self-harm, children alone, fraud. Pure."""

from bot.safety.net import Finding, SafetyContentError, SafetyNet
from bot.safety.texts import SafetyTexts

__all__ = ["Finding", "SafetyContentError", "SafetyNet", "SafetyTexts"]
