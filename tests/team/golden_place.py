"""The summary of worked case 31 for all its groups, word for word, and what its people typed: notes, offices, dates.

The five actions are records of the framework, worded for this place; none of them is one that sends to an adviser.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.conversation import Chosen
from frameworks.model import Action, Element, Framework

NOTES = {
    "ec.will.champ": "Letter, 4 February",
    "ec.money.pot": "Budget line and donor letter",
    "ec.market.prov": "Market scan, 6 named.",
    "ec.law.power": "legal note asked for, no reply yet",
    "ec.money.years": "one route written down",
    "ec.data.outc": "3 on the table, not signed",
    "ec.law.data": "ministry legal office",
    "ec.money.risk": "finance ministry, donor finance staff",
    "ec.market.inv": "two local banks, one investor",
}
DATES = (("budget", "2026-05-15"), ("election", "2027-08"))
CHOSEN = {"act.ec.law.power.2": Chosen(day="2026-03-30", chosen_on="2026-03-12")}
PAPERS = 7

_RECORDS: Mapping[str, Mapping[str, Any]] = {
    "act.ec.law.power.2": {
        "text": "ask the legal office one question, in writing: may the ministry pay after results are checked?",
        "done_when": "a signed note is on file.",
    },
    "act.ec.money.years.2": {
        "text": "choose one route for money in years 2 and 3, before the budget call on 15 May.",
        "done_when": "finance staff have agreed in writing.",
    },
    "act.ec.market.help.1": {
        "text": "pay for one local adviser and for support to 4 small providers.",
        "done_when": "both are in a signed budget.",
    },
    "act.ec.data.outc.2": {
        "counterpart": "each write the cost of one result. Done when: 2 cost sheets are with the ministry.",
    },
    "act.ec.trust.people.1": {
        "text": "ask 5 parents which change matters most.",
        "done_when": "a note shows 5 views, with no names.",
    },
}


def as_recorded(framework: Framework) -> Framework:
    """The framework with these records."""
    dimensions = tuple(
        replace(part, elements=tuple(map(_element, part.elements))) for part in framework.dimensions
    )
    return replace(framework, dimensions=dimensions)


def _element(element: Element) -> Element:
    actions = tuple(map(_action, element.actions))
    return replace(element, actions=actions, adviser=element.adviser and actions == element.actions)


def _action(action: Action) -> Action:
    return replace(action, **_RECORDS.get(action.id, {}))


CASE_31_WORDS = """\
Readiness of a place: foundational learning in Busia
Payers: government and donor. 12 people: government 4, providers 5, donors 2, adviser 1. Round closed 12 March.

In short: in place are Senior champion and Money for outcomes. \
Next come Legal power to pay for outcomes and Money promised for several years.

WHERE THE PLACE IS
Musts: 3 of 6 met.
In place: 9. Started: 15. Not yet: 3. Not known: 3.
Stage: Building. Talk and plan together now. Do not open a tender yet.

WHAT IS STRONG
+ Senior champion. Letter, 4 February.
+ Money for outcomes. Budget line and donor letter.
+ Enough able providers. Market scan, 6 named.

THE SIX MUSTS (who confirmed)
Met: Senior champion (government). Money for outcomes (government and donor). \
Enough able providers (government and providers).
Started: Legal power to pay for outcomes: legal note asked for, no reply yet (government). \
Money promised for several years: one route written down (government). \
Agreed outcomes: 3 on the table, not signed (all).

EACH PART (in place, out of all)
Political will 2 of 4. Payer skills 1 of 4.
Law 1 of 5 (1 not known). Money 1 of 5 (1 not known).
Data and checking 2 of 4. Market 2 of 4 (1 not known).
Trust and fairness 0 of 4.

WHERE GROUPS DIFFER OR AGREE
Rules for buying: government says "started", providers say "not yet".
Pays on time: government says "not yet", and so do providers. Both agree. Late pay can sink small providers.
Donors and the adviser are fewer than 3 people, so their answers are only in the total.

NOT KNOWN, AND WHO COULD SAY
Lawful data sharing: ministry legal office.
Currency and price risk: finance ministry, donor finance staff.
Money to start: two local banks, one investor.

WHO COULD DO WHAT NEXT
Government: ask the legal office one question, in writing: may the ministry pay after results are checked? \
By 30 March. Done when: a signed note is on file.
Government and donor: choose one route for money in years 2 and 3, before the budget call on 15 May. \
Done when: finance staff have agreed in writing.
Donor: pay for one local adviser and for support to 4 small providers. Done when: both are in a signed budget.
Providers: each write the cost of one result. Done when: 2 cost sheets are with the ministry.
Coordinator: ask 5 parents which change matters most. Done when: a note shows 5 views, with no names.

THE NEXT DATES
Budget call: 15 May. Election: August next year.

IS THIS THE RIGHT ROAD?
In the fit check 5 of 6 were yes. Unsure: "The work may change". A normal contract stays a good answer too.

LIMITS
This is the view of 12 people, with 7 papers named. No one has checked it. \
It is not a ranking, and it says nothing about any one provider. Do not use it to choose who gets money.
Members see this text. Outside people see it only if the coordinator and the government lead both agree."""
