"""The summary of worked case 30, word for word, as a person reads it; it ends before the row of buttons."""

from __future__ import annotations

ROAD = """\
IS THIS THE RIGHT ROAD?
In the fit check you were unsure on 2 of 6: "We can reach the result in time" and "Someone will pay". \
If both stay open after 3 months, a normal grant may suit you better. That is a good answer too."""

NO_FIT_CHECK = "Is this the right road? The fit check helps to see it: 6 questions, about 2 minutes."

CASE_30_WORDS = """\
Your readiness check: Hope Homes
12 March. 30 questions, 29 answered, by 1 person (finance officer).

In short: in place are Sound accounts and Clear path to change. \
Next come Cash to wait for payment and Reliable outcome data.

WHERE YOU ARE
Musts: 1 of 6 met.
In place: 4. Started: 9. Not yet: 16. Not known: 1.
Stage: Early. This means: build first, sign later. Many groups start here. It is not a mark, and it is not a no.

WHAT YOU DO WELL
+ Sound accounts. Shown: letter on last year's accounts.
+ Clear path to change. Shown: one-page path to change.
+ Key people in place. Not shown yet.
+ Track record with payers. Shown: two referees.

THE SIX MUSTS
Met: Sound accounts.
Started: Leaders behind it. Outcomes we can measure.
Not yet: Reliable outcome data. Cash to wait for payment.
Not known: Safe for people. Ask your safeguarding lead.

Cash: you chose "not sure who pays first". If you must wait for payment yourself, you need level 3. \
If an investor or a grant pays first, level 2 is enough. You are at 1.

EACH PART (in place, out of all)
Leaders 0 of 3. Service 1 of 5.
Data 0 of 4. Using data 0 of 3.
Money 1 of 4. People 1 of 3.
Partners and contract 1 of 4.
Safe and fair 0 of 4 (1 not known).

DO THIS FIRST (this week, no cost)
Make a 13-week cash forecast. Show it to the director.
Start now: Write down the pay day and rent for the next 13 weeks. 30 minutes.
Done when: the forecast is shown to the director. It also helps with any loan or grant.
This takes Money from 1 to 2 of 4.

THEN
1. Choose one service and two outcomes. Fill in one short form for 20 people. Data lead, 2 days of work. \
Done when: 20 forms are complete. Reliable outcome data goes from not yet to started.
2. Ask the safeguarding lead one question: when was our policy last used? Director, half a day. \
Done when: you tap the answer here. It turns not known into an answer.

Tap "Send to a colleague" to pass on a step with its text.

{road}

LIMITS
This is your own view. No one has checked it. One person answered. Two colleagues would make it firmer: \
one who runs the service, one who keeps the data.
Only you can see this. Nobody gets it unless you send it."""
