namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>English phrases by what they tell; without apostrophes' blanks, in small letters.</summary>
internal static class EnglishTalk
{
    public static IReadOnlyList<(Sign Sign, string Phrases)> Phrases { get; } =
    [
        (Sign.Filler,
            "please, pls, can you, could you, would you, can i, could i, may i, i want to, i would like to, i'd like to, want to, let's, lets, "
            + "the, a, an, of, is, are, was, were, be, been, has, have, had, do, does, did, we, you, i, to, at, in, on, for, with, from, its, "
            + "it's, that's, there, right now, now, currently, so, ok so, just, then, also, as, will, would, should, must, still, only, than, "
            + "so far, about, by the way, got, get, into, our, that is, which is, which are, that are, going, expected, due, one, ones, up, "
            + "until now, this, that, them, today's, already, again, some, set to, at the moment, all in all, s"),
        (Sign.Thanks, "thanks, thank you, thx, ty, cheers, thanks a lot, many thanks, thank you very much, great thanks, perfect, great, nice, "
            + "well done, awesome, cool, excellent, good job, much appreciated"),
        (Sign.Hello, "hi, hello, hey, good morning, good afternoon, good evening, morning, hi there, hello there"),
        (Sign.Goodbye, "bye, goodbye, good bye, see you, see you later, see you tomorrow, have a nice day, good night, that's all, "
            + "that is all, have a good weekend, later"),
        (Sign.Yes, "yes, ok, okay, yep, sure, yes please, go ahead, do it"),
        (Sign.Refusal, "no, nope, never mind, nevermind, forget it, no thanks, not now, leave it, drop it"),
        (Sign.WhatAbout, "what about, how about, and what about, and how about, and"),
        (Sign.Ask, "what, what's, whats, what is, which, show me, show, list, give me, tell me, do i have, do we have, have i got, any, are there, "
            + "is there, which ones, which of, how many, what are, see, i need, display, any of"),
        (Sign.Who, "who, who's, whos, who is, whose"),
        (Sign.When, "when, when's, when is, when does, when do, by when, on which day, what day"),
        (Sign.HowMuch, "how much, how big, how large, what's the total, total, sum, totals, what is the total"),
        (Sign.How, "how, how's, hows, how is, how are, how are things with, how are we with, how do we stand with, what's up with, "
            + "where are we with, where do we stand with, how does"),
        (Sign.Why, "why, for which reason, for what reason, how come, reason, reasons, what reasons, why did we, why did i"),
        (Sign.Doing, "doing, going, performing, stand, standing, coming along, look, looking"),
        (Sign.Deals, "deal, deals, opportunity, opportunities, opps, opp, leads, things, everything, ones open, business"),
        (Sign.Overdue, "overdue, late, past due, behind, slipped, has slipped, running late, overdue ones, out of date"),
        (Sign.NeedsMe, "needs me, needs me today, need me, needs my attention, need my attention, needs attention, need attention, should i do, "
            + "must i do, to do, todo, do i have to do, have to do today, what now, should i do today, should i do now, do today, on my plate, "
            + "first today, waiting for me, waits for me, urgent today"),
        (Sign.Close, "close, closes, closing, close date, closing date, closing day, close by, to close, closure, due date, expected closing, "
            + "expected to close, expected close, sign, signs"),
        (Sign.Won, "i won, we won, did i win, did we win, have i won, have we won, win, wins, winning, wins this, won ones"),
        (Sign.Lost, "i lost, we lost, did i lose, did we lose, have i lost, have we lost, lose, losing, losses, loss, did lose"),
        (Sign.Open, "open, in progress, running, ongoing, active, live"),
        (Sign.Worth, "worth, pipeline, forecast, my pipeline worth, amount to, add up to, in the pipeline, in my pipeline, value of"),
        (Sign.Weighted, "weighted, weighted value, by probability, probable, weighted pipeline"),
        (Sign.Owner, "owner, owns, own, owned by, responsible, responsible for, in charge, in charge of, belong to, belongs to, has it, "
            + "salesperson, is it with, handles, looks after, takes care of"),
        (Sign.NextStep, "next step, next steps, next action, what's next, what is next, comes next, next thing, what comes next, next up"),
        (Sign.Stage, "stage, what stage, which stage, at what stage, step of the cycle, phase, at stage"),
        (Sign.Latest, "what happened, happened last, happened, latest, last activity, last change, last news, news, history, changed last, "
            + "what's new, what is new, new with, last thing"),
        (Sign.Value, "value, amount, price, estimate, estimated value, deal size, size, budget, figure"),
        (Sign.Chances, "chances, chance, probability, odds, likelihood, prob, chances of success"),
        (Sign.Contact, "contact, customer, client, company, who is the contact, contact person"),
        (Sign.Priority, "priority, prio, importance"),
        (Sign.WithoutNextStep, "without next step, without a next step, no next step, with no next step, without next steps, missing next step, "
            + "missing a next step, lack a next step, have no next step, has no next step, without any next step"),
        (Sign.Stale, "stale, stuck, stalled, forgotten, neglected, idle, not moving, gone quiet, at risk, dormant"),
        (Sign.Title, "title, name, description"),
        (Sign.Status, "status, state, where is, where's, how far is, how far along is, how far"),
        (Sign.High, "high, urgent, top, important, high priority, top priority"),
        (Sign.Normal, "normal, medium, normal priority, ordinary"),
        (Sign.Low, "low, low priority, minor"),
        (Sign.Mine, "my, mine, my own, of mine, i have"),
        (Sign.Team, "team, the team, my team, our team, team's, my team's, the team's, our, us, everyone in the team"),
        (Sign.Everybody, "everybody, everyone, everybody's, everyone's, all of us, whole company, company wide, all"),
        (Sign.Myself, "me, myself, to me, i take it"),
        (Sign.Over, "over, above, more than, bigger than, larger than, at least, greater than, higher than, exceeding, worth more than, "
            + "worth over, of more than, of at least"),
        (Sign.Under, "under, below, less than, smaller than, at most, lower than, up to, worth less than, worth under, of less than"),
        (Sign.Between, "between"),
        (Sign.Before, "before, by, until, till, not later than, no later than, up until"),
        (Sign.After, "after, later than, from, since, not before"),
        (Sign.Set, "set, change, make, update, put, raise, lower, increase, decrease, adjust, correct, bump, it's now, is now, should be, "
            + "make that, edit, fix, turn, reduce"),
        (Sign.Push, "push, postpone, delay, defer, push back, push out, put off, slip, reschedule, move the closing, move closing, "
            + "move the close date, move close date, move the closing date, move the date, extend, shift"),
        (Sign.Pull, "bring forward, pull in, pull forward, move forward to, advance, bring closer"),
        (Sign.Rename, "rename, retitle, call it, name it, rename it, change the title, change title, change the name, set the title"),
        (Sign.Give, "assign, give, hand, hand over, transfer, pass, reassign, let, i'll take, i take, take over, change the owner, "
            + "change owner, set the owner, set owner"),
        (Sign.Note, "note, add a note, add note, take note, make a note, write down, note that, comment, add a comment, jot down"),
        (Sign.Call, "call, phone, ring, email, e-mail, mail, meet, visit, send, write to, ask, invite, chase, follow up, follow up with, "
            + "prepare, book, schedule, talk to, lunch with, demo for, present to"),
        (Sign.Move, "move, go, advance to, take, jump, move on, shift to, bring"),
        (Sign.Won, "won, we won it, i won it, closed won, close won, close as won, mark as won, it's won, is won, signed, they signed"),
        (Sign.Lost, "lost, we lost it, i lost it, closed lost, close lost, close as lost, mark as lost, it's lost, is lost, lost to"),
        (Sign.Onward, "next stage, next one up, forward, onwards, to next, the next stage"),
        (Sign.Back, "back, back one, previous stage, one back, backwards, one stage back, a stage back, the previous stage"),
        (Sign.It, "it, this one, that one, this deal, that deal, this opportunity, that opportunity, the deal, the opportunity, same one, "
            + "the same one, this lead, this opp, that opp, its, it's"),
        (Sign.Last, "last one, the last one, last of the list, bottom one, the last in the list"),
        (Sign.Row, "row, line, item, number of the list, list item, no in the list, entry"),
        (Sign.Number, "number, no, nr, #, n°, opp, deal, opportunity no, deal no, opportunity number, deal number"),
    ];

    /// <summary>Ordinals by row, from the first on.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th", "ninth 9th",
        "tenth 10th",
    ];
}
