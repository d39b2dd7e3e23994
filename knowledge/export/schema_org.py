"""Programmes and offices as schema.org JSON-LD: what the pages to forward say to machines. Pure.

Only what the base holds is stated. IOM is no government, so a programme is a `Service`. Addresses
are paths: a page does not know under which name it is served, and a stranger may write any.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from knowledge.answers import Knowledge
from knowledge.basics import Language, Reviewed
from knowledge.models import Contact, Office, Programme

Json = dict[str, Any]
IOM = {
    "fr": ("Organisation internationale pour les migrations", "OIM"),
    "en": ("International Organization for Migration", "IOM"),
}
REACHED = {"phone": "telephone", "email": "email", "web": "url"}


def programme_ld(
    programme: Programme, path: str, language: Language, knowledge: Knowledge, publisher: str
) -> Json:
    """Return a page about a programme; one that has ended says until when it is told of."""
    about: Json = {
        "@type": "Service",
        "name": getattr(programme.name, language),
        "description": one_line(getattr(programme.summary, language)),
        "provider": _iom(language),
        "areaServed": [_country(knowledge, code, language) for code in programme.countries],
        "category": [
            getattr(knowledge.content.taxonomy[key].name, language) for key in programme.topics
        ],
    }
    if programme.acronym:
        about["alternateName"] = programme.acronym
    page = _page(programme, path, language, publisher, about)
    if programme.status == "ended" and programme.ended:
        page["temporalCoverage"] = f"../{programme.ended}"
    return page


def office_ld(
    office: Office, path: str, language: Language, knowledge: Knowledge, publisher: str
) -> Json:
    """Return a page about an office and how it is reached today."""
    held = (knowledge.content.contacts[key] for key in office.contacts)
    city = office.city if isinstance(office.city, str) else getattr(office.city, language)
    about = {
        "@type": "Organization",
        "name": getattr(office.name, language),
        "parentOrganization": _iom(language),
        "location": {"@type": "Place", "name": city, "address": _address(city, office.country)},
        "contactPoint": [_contact(one, language) for one in held if _reached(one)],
    }
    return _page(office, path, language, publisher, about)


def list_ld(entries: Iterable[tuple[str, str]], path: str, language: Language) -> Json:
    """Return a list of pages, each a name and a path."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "@id": path,
        "inLanguage": language,
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "url": where}
            for number, (name, where) in enumerate(entries, 1)
        ],
    }


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())


def _page(item: Reviewed, path: str, language: Language, publisher: str, about: Json) -> Json:
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": path,
        "inLanguage": language,
        "dateModified": str(getattr(item.written, language)),
        "publisher": {"@type": "Organization", "name": publisher},
        "about": {key: value for key, value in about.items() if value},
    }


def _iom(language: Language) -> Json:
    name, short = IOM[language]
    return {"@type": "Organization", "name": name, "alternateName": short}


def _country(knowledge: Knowledge, code: str, language: Language) -> Json:
    named = knowledge.content.countries.get(code)
    return {"@type": "Country", "name": getattr(named, language)[0] if named else code}


def _address(city: str, country: str) -> Json:
    return {"@type": "PostalAddress", "addressLocality": city, "addressCountry": country}


def _reached(contact: Contact) -> bool:
    return contact.current and contact.kind in REACHED


def _contact(contact: Contact, language: Language) -> Json:
    value = f"https://{contact.value}" if contact.kind == "web" else contact.value
    return {
        "@type": "ContactPoint",
        "contactType": getattr(contact.label, language),
        REACHED[contact.kind]: value,
    }
