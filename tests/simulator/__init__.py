"""The seeded simulator: random storms over the real bot, and what must hold in them. The seed decides everything.

    python -m tests.simulator --seeds 10000 --from 0      # many; prints its progress
    python -m tests.simulator --seed 17                   # one, with everything that happens in it

In a seed, two to four people use one bot. Intake, transaction, delivery, polling and worker are the shipped
ones; Telegram is the tests' own (`tests/telegram_world`), time is virtual, SQLite is a copied file without
syncs (a crash is one of the process, not of the machine). First most people walk to the questions, then the
storm rages for 20 to 55 events, then all trouble ends, some minutes pass, and everybody has to reach the
summary from whatever button is in front of them. One seed in 25 plays the shipped framework.

To add what people do or what goes wrong, write a small function in `acting` or `troubles`:

    @event(weight=2)
    async def somebody_does_it(storm: Storm, random: Random) -> None:
        who = somebody(storm, random)
        storm.say(who, "/new_command")

Draw only from the `random` that is given; act through `storm.tap`, `storm.say` or `storm.send`, which keep
what was meant (`meaning`), and let time pass with `storm.pass_time`. A new kind of button that writes needs
its first sign in `meaning.AT_ELEMENT` and a line in `meaning.fits`; one that leads on, in `walk.ONWARD`. A
new place where a process can die is a `point(number)` in the code and in `troubles.POINTS`.

To add what must hold, write a small function in `invariants` (about the database, the log, Telegram) or
`promises` (about what people were told). It yields one sentence for each breach:

    @invariant(during=True)               # after every event; False: when the storm is over, and at the end
    def it_holds(storm: Storm) -> Iterator[str]:
        if storm.ledger.query("SELECT ..."):
            yield "what is wrong, and with whom"

A failing seed is played again without one event after the other, and told as the short list of acts that is
left. New events change what every seed does, so name a seed in a test only together with what it showed.
"""

from tests.simulator import acting, invariants, promises, troubles
from tests.simulator.registry import EVENTS, INVARIANTS, Broken
from tests.simulator.replay import Stage, Verdict

__all__ = [
    "EVENTS",
    "INVARIANTS",
    "Broken",
    "Stage",
    "Verdict",
    "acting",
    "invariants",
    "promises",
    "troubles",
]
