"""What a good request would name."""

from __future__ import annotations

from typing import Any

LANG = ("fr", "en", "de", "FR", "")
BUTTONS = ["menu", "erase", "erase_yes", "my_data", "offered", "never", "say.age.18", "affirm"]
PROGRAMMES = ("rean", "trqn_ii", "mida", "avrr_nl", "jobs_internships", "cd4d_1", "none")
PROFILE: dict[str, Any] = {
    "nationality": ["GH"],
    "origin": ["XK"],
    "parents_origin": ["MA"],
    "residence_country": "NL",
    "destination_country": "GH",
    "legal_status": "undocumented",
    "qualification": "higher_education",
    "profession": "nurse",
    "sector": "health",
    "goal": "temporary_assignment",
    "age": 34,
    "experience_years": 5,
    "children": 0,
    "languages": ["French"],
    "employed": True,
    "travel_document": "valid",
    "ind_permission": "pending",
    "project": "somalia",
}
