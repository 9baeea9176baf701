using ChatOpportunities.Bot.Understanding.Talk;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Bot.Understanding;

/// <summary>The English words by which a line is read.</summary>
internal static class EnglishWords
{
    /// <summary>Phrases of sentences by what they tell, in small letters. The longest phrase that fits wins.</summary>
    private static IReadOnlyList<(Sign Sign, string Phrases)> Phrases { get; } =
    [
        (Sign.Filler,
            "please, pls, plz, want to, let's, lets, the, a, an, of, be, been, being, had, we, you, to, at, in, on, for, from, "
            + "that's, there, right now, currently, so, then, also, as, will, would, should, must, still, than, so far, about, "
            + "by the way, btw, got, get, into, our, which is, which are, that are, going, expected, due, up, until now, this, that, "
            + "them, their, already, again, some, set to, at the moment, all in all, s, i think, i guess, i mean, i meant, "
            + "more like, rather, instead, maybe, actually, basically, or so, no matter, sitting, sits, listed, expect, either, "
            + "along, am, dear, hm, hmm, um, well, really, they, he, she, straight, finally, whole, entire, as well, too, my friend, "
            + "mate, today's, and, but, or, over there, said, me the, planned, kind of, need, needs, revenue, small, little, own, "
            + "matters, off, with it, guys, team mates, what i have, kindly, any more, anymore, after all, these, those are, "
            + "because, your"),
        (Sign.Polite,
            "can you, could you, would you, will you, can i, could i, may i, i want to, i would like to, i'd like to, "
            + "i want you to, i need you to, would you mind, can you tell me, could you tell me, can you please, could you please, "
            + "please can you"),
        (Sign.New,
            "new, create, got a lead, i got a lead, we got a lead, add opportunity, add an opportunity, add a deal, add deal, "
            + "enter a deal, enter deal, enter an opportunity, potential deal, possible deal, new deal, new opp, new opportunity, "
            + "new lead, create deal, create opportunity, just met, log a deal, log an opportunity, register a deal, i have a lead"),
        (Sign.Thanks,
            "thanks, thank you, thx, ty, cheers, thanks a lot, many thanks, thank you very much, great thanks, perfect, great, "
            + "nice, well done, awesome, cool, excellent, good job, much appreciated, for your help, for the help, brilliant, "
            + "lovely, thanks a million"),
        (Sign.Hello, "hi, hello, hey, good morning, good afternoon, good evening, morning, hi there, hello there, hey there"),
        (Sign.Goodbye,
            "bye, goodbye, good bye, see you, see you later, see you tomorrow, have a nice day, good night, that's all, "
            + "that is all, have a good weekend, later, thats all, thats all for today, that's all for today, that is all for today, "
            + "that's it for today, i'm done for today, bye bye, see you soon, see you next week, have a good one, talk later"),
        (Sign.Yes, "yes, ok, okay, yep, sure, yes please, go ahead, do it, yeah, right, fine, alright, sounds good, all right, correct"),
        (Sign.Refusal,
            "no, nope, never mind, nevermind, forget it, forget about it, no thanks, not now, leave it, don't save, dont save, "
            + "don't save it, dont save it, do not save it, drop it, drop that, forget that, forget this, discard, discard it, "
            + "do not save, stop, scrap it, skip it, cancel, cancel it, cancel that"),
        (Sign.Save, "save, save it, save that, store it, keep it, yes save, confirm, confirmed, looks good, that's right, that is right"),
        (Sign.Sorry, "sorry, oops, ooops, whoops, wait, my mistake, wrong one, not that one, my bad"),
        (Sign.SmallTalk,
            "how are you, how are you today, how are you doing, how's it going, hows it going, you're the best, youre the best, "
            + "you are the best, you're great, you are great, you rock, how's life, what's up, good bot, i love you, nice weather, "
            + "how are things, how do you do"),
        (Sign.Undo,
            "undo, undo it, undo that, undo this, take that back, take it back, revert that, revert it, take back, "
            + "undo the last one"),
        (Sign.Help,
            "help, help me, what can you do, what can i say, what can i ask, what do you know, how does this work, how do you work"),
        (Sign.Vague, "we talked about, we spoke about, i told you about, we discussed, i mentioned, the other day"),
        (Sign.WhatAbout, "what about, how about, and what about, and how about, and for"),
        (Sign.Only, "only, just, just the, only the, but only, limit to, narrow to"),
        (Sign.Same, "same for, the same for, same with, same thing for, same question for, ditto for"),
        (Sign.Ask,
            "what, whats, what is, which, which ones, which of, how many, what are, what was, what were, what will, what have, "
            + "what has, what did, what does, what do, where"),
        (Sign.Those, "any, anything, something, are there, is there, do i have, do we have, have i got, any of, have we got"),
        (Sign.Auxiliary, "did, do, does, has, have, is, are, was, were"),
        (Sign.OrNot, "or not, or what"),
        (Sign.Show,
            "show me, show, list, give me, tell me, see, i need, display, bring up, pull up, open, open up, get me, view, look up, "
            + "let me see, i want to see"),
        (Sign.Find, "find, search, search for, look for, find me, find anything, anything about"),
        (Sign.Who, "who, whos, who is, whose, who has that, who has this, who has it, whom"),
        (Sign.When, "when, whens, when is, when does, when do, by when, on which day, what day, on what day, when will, when are"),
        (Sign.HowMuch,
            "how much, how big, how large, what's the total, total, sum, totals, what is the total, how much is, what's the sum"),
        (Sign.How,
            "how, hows, how is, how are, how are things with, how are we with, how do we stand with, what's up with, "
            + "how's it going with, where are we with, where do we stand with, how does, what's going on with, "
            + "what is going on with, where do i stand with, what's the situation with, what's the story with"),
        (Sign.Why,
            "why, for which reason, for what reason, how come, reason, reasons, what reasons, why did we, why did i, why do we, "
            + "why are we, what makes us, what made us, what makes me"),
        (Sign.Doing, "doing, performing, standing, coming along, looking"),
        (Sign.Deals,
            "deals, opportunities, opps, leads, things, everything, ones, stuff, all, business, sales, accounts, pipeline deals, "
            + "all of, the ones"),
        (Sign.One, "deal, opportunity, opp, one, thing, the one, sale"),
        (Sign.With, "with, at customer, together with"),
        (Sign.Alive, "alive, still alive, closed, over now, still open, still on, dead or alive, still running"),
        (Sign.Overdue,
            "overdue, late, past due, behind, slipped, has slipped, running late, out of date, late with, behind schedule, "
            + "past their date"),
        (Sign.NeedsMe,
            "needs me, needs me today, need me, needs my attention, need my attention, needs attention, need attention, "
            + "should i do, must i do, do i have to do, have to do today, what now, should i do today, should i do now, do today, "
            + "on my plate, to do today, first today, waiting for me, waits for me, urgent today, should i do first, "
            + "should i do first this morning, do first, first this morning, start with today, should i start with, on my desk, "
            + "on my list today, on for today, on my plate today"),
        (Sign.Close,
            "close, closes, closing, close date, closing date, closing day, close by, to close, closure, due date, "
            + "expected closing, expected to close, expected close, sign, signs, signing, closes on, do we expect to sign, is due, "
            + "one due"),
        (Sign.Wins, "win, wins, winning, won deals, have sold, to win"),
        (Sign.Won, "won, as won, we won, closed won, close won, close as won, mark as won, signed, they signed, sold, is won"),
        (Sign.Losses, "lose, losing, losses, loss, lost deals, to lose"),
        (Sign.Lost, "lost, as lost, we lost, closed lost, close lost, close as lost, mark as lost, is lost, lost to, is dead, dead"),
        (Sign.Open, "in progress, running, ongoing, active, live, open ones, open deals"),
        (Sign.Worth,
            "worth, pipeline, forecast, amount to, add up to, in the pipeline, in my pipeline, value of, expected revenue, "
            + "pipeline at, pipe"),
        (Sign.Weighted, "weighted, weighted value, by probability, probable, weighted pipeline, weighted forecast"),
        (Sign.Owner,
            "owner, owns, own it, owned by, responsible, responsible for, in charge, in charge of, belong to, belongs to, "
            + "salesperson, handles, looks after, takes care of, has that one"),
        (Sign.NextStep,
            "next step, next steps, next action, what's next, what is next, comes next, next thing, what comes next, next up, "
            + "planned next, what happens next"),
        (Sign.Stage,
            "stage, what stage, which stage, at what stage, step of the cycle, phase, at stage, in which stage, on what stage, "
            + "one stage"),
        (Sign.Latest,
            "what happened, happened last, happened, latest, last activity, last change, last news, news, history, changed last, "
            + "what's new, what is new, new with, last thing, what happened last, do last, did last, what did we do last, "
            + "what did i do last, been happening"),
        (Sign.Value, "value, amount, price, estimate, estimated value, deal size, size, budget, figure"),
        (Sign.Chances, "chances, chance, probability, odds, likelihood, prob, chances of success"),
        (Sign.Contact,
            "contact, customer, client, company, contact person, who is it with, with whom, who with, who is that with, "
            + "who is this with"),
        (Sign.Priority, "priority, prio, importance"),
        (Sign.WithoutNextStep,
            "without next step, without a next step, no next step, with no next step, without next steps, missing next step, "
            + "missing a next step, lack a next step, have no next step, has no next step, without any next step, nothing planned, "
            + "with nothing planned, no next steps, don't have a next step"),
        (Sign.Stale,
            "stale, stuck, stalled, forgotten, neglected, idle, not moving, gone quiet, at risk, dormant, stuck for too long, "
            + "too long, been stuck, sleeping"),
        (Sign.Title, "title, name, description, new title, new name, new title for, new name for"),
        (Sign.Status, "status, state, where is, how far is, how far along is, how far"),
        (Sign.High, "high, urgent, top, important, high priority, top priority, high prio"),
        (Sign.Normal, "normal, medium, normal priority, ordinary, back to normal, not urgent, not urgent any more"),
        (Sign.Low, "low, low priority, minor, low prio"),
        (Sign.Mine, "my, mine, my own, of mine, on my side, for me, on my own"),
        (Sign.Team, "team, the team, my team, our team, in the team, us all, everyone in the team, the whole team"),
        (Sign.Everybody,
            "everybody, everyone, all of us, whole company, company wide, no matter whose, whoever owns it, regardless of owner, "
            + "anybody"),
        (Sign.Myself, "me, myself, to me"),
        (Sign.I, "i"),
        (Sign.Over,
            "over, above, more than, bigger than, larger than, at least, greater than, higher than, exceeding, worth more than, "
            + "worth over, of more than, of at least"),
        (Sign.Under, "under, below, less than, smaller than, at most, lower than, up to, worth less than, worth under, of less than"),
        (Sign.Between, "between"),
        (Sign.Before, "before, earlier than, prior to"),
        (Sign.Until, "by, until, till, not later than, no later than, up until, by the, no later"),
        (Sign.After, "after, later than"),
        (Sign.Since, "since, starting, from the, as of, starting from"),
        (Sign.Is, "now, is now, are now, it is, becomes"),
        (Sign.Set,
            "set, change, make, update, adjust, raise, lower, increase, reduce, put, correct, drop, bump, cut, turn, drop it to, "
            + "take up, take down, put up"),
        (Sign.Push,
            "push, postpone, delay, defer, move out, slide, push back, push out, shift, put off, extend, back by, they need, "
            + "needs another"),
        (Sign.Pull,
            "bring forward, pull in, pull forward, move forward to, advance, bring closer, pull, bring it forward, bring forward to"),
        (Sign.Rename,
            "rename, retitle, call it, name it, rename it, change the title, change title, change the name, set the title, "
            + "call this one, call that one"),
        (Sign.Give,
            "assign, give, hand, hand over, transfer, pass, reassign, change the owner, change owner, set the owner, set owner, "
            + "gets it, take, takes it, takes over"),
        (Sign.Claim, "i'll take, i take, i will take, take over, i'm taking, i take over, let me take, i'll have"),
        (Sign.Reopen, "reopen, re-open, open again, reactivate, revive"),
        (Sign.Note,
            "note, notes, add a note, add note, take note, make a note, write down, note that, comment, add a comment, jot down, "
            + "put in the notes, put in the notes of, add to the notes, take a note"),
        (Sign.Task, "task, to do, todo, add a task, new task, create a task, plan a task, add task"),
        (Sign.Remind, "remind me, remind me to"),
        (Sign.Call,
            "call, phone, ring, email, e-mail, mail, meet, visit, send, write to, ask, invite, chase, follow up, follow up with, "
            + "prepare, book, schedule, talk to, lunch with, present to"),
        (Sign.Move, "move, go, advance to, jump, move on, shift to, bring, jump straight, skip, move to"),
        (Sign.Onward,
            "next stage, next one up, forward, onwards, the next stage, a stage on, one stage on, one stage forward, "
            + "to the next stage, move it on, one stage up"),
        (Sign.Back,
            "back, back one, previous stage, one back, backwards, one stage back, a stage back, the previous stage, "
            + "back one stage, back a stage"),
        (Sign.It,
            "it, this one, that one, this deal, that deal, this opportunity, that opportunity, same one, the same one, this lead, "
            + "this opp, that opp, its, the same"),
        (Sign.Last, "last one, the last one, last of the list, bottom one, the last in the list"),
        (Sign.Previous,
            "the one before, one before, back to the one before, go back to the one before, the previous one, previous one, "
            + "back to the previous one, go back to the previous one"),
        (Sign.Row, "row, line, item, number of the list, list item, no in the list, entry, of the list, in the list, on the list"),
        (Sign.Number, "number, no, nr, #, n°, opportunity no, deal no, opportunity number, deal number"),
        (Sign.Discount, "discount, rebate, off the price"),
    ];

    /// <summary>Ordinals by row, from the first on.</summary>
    private static IReadOnlyList<string> Rows { get; } =
    [
        "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th", "ninth 9th",
        "tenth 10th",
    ];

    /// <summary>All of it.</summary>
    public static readonly LanguageWords Words = new()
    {
        Numbers =
        [
            "one a an", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
            "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ],
        Tens = ["", "twenty", "thirty", "forty fourty", "fifty", "sixty", "seventy", "eighty", "ninety"],
        Score = "",
        Hundred = "hundred",
        BareThousand = "",
        And = "and",
        Half = "half",
        QuarterPart = "quarter",
        Point = "point",
        Ordinals =
        [
            "first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
        ],
        Thirtieth = "thirtieth",
        AmountLeadIns = "value worth amount budget for at a of about is approx valued around roughly approximately circa ca nearly almost "
            + "estimated",
        AmountNames = "value worth amount budget price valued",
        RangeFrom = "between from",
        RangeTo = "to and",
        Times = "times",
        At = "at",
        Each = "each apiece piece unit user seat head month monthly week weekly hour hourly day daily",
        Per = "per a an",
        Things = "seats seat users user licences licenses licence license units unit pieces pcs items people employees hours days km kg "
            + "lumens watts kw metres meters copies boxes desks laptops workstations rooms beds sqm tons tonnes visitors visits",
        Less = "less minus",
        Discounts = "discount discounts off rebate rebates less reduction reductions minus",
        ChanceWords = "chance chances probability prob probable likely likelihood success odds",
        ChanceLeadIns = "at of with is about around roughly a",
        Percent = "percent pct",
        OutOf = "in|out of",
        Months = MonthWords.English,
        Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ShortWeekdays = ["mon mon.", "tue tues", "wed weds", "thu thur thurs", "fri", "sat", "sun"],
        UnsureWeekdays = "mon sat sun",
        NotWeekdays = "sundry sundays mondays midday",
        DateLeadIns = "close closes closing closed close-date by before due on until till the expected at in for date around about sign "
            + "signs signing signed starting starts start deadline decision from during no later than of last eta",
        WeakDateLeadIns = "start no later than of last decision sign",
        NotBeforeMonth = "for the",
        LaterThan = "no-later",
        ClosingWords = "close closes closing closed close-date by before due until till deadline decision sign signs signing signed "
            + "expected",
        MeetingWords = "meeting meetings met call called spoke spoken talked talk visit visited minutes notes meet saw sent received wrote "
            + "written emailed phoned yesterday held attended discussed demo demoed workshop just",
        Next = "next following coming",
        NextBehind = "",
        This = "this current",
        Last = "last past",
        LastBehind = "",
        Fillers = "of the this next current",
        In = "in within",
        About = "about the",
        AboutInDoubt = "about",
        FromNow = "from-now from-today from-today",
        Day = "day days day's days'",
        Week = "week weeks week's weeks'",
        Month = "month months month's months'",
        Quarter = "quarter quarters",
        HalfYear = "half semester",
        Year = "year years year's years'",
        Working = "working business work",
        Time = "time",
        Fortnights = "fortnight=14",
        End = "end",
        Late = "late",
        Middle = "mid middle",
        Start = "start beginning early",
        Today = "today eod",
        Tomorrow = "tomorrow tmrw tomorow tommorow tommorrow",
        AfterTomorrow = "overmorrow",
        Yesterday = "yesterday",
        EndOfWeek = "eow",
        EndOfMonth = "eom",
        EndOfQuarter = "eoq",
        EndOfYear = "eoy",
        Behind = "end",
        QuarterLetter = 'q',
        HalfLetter = 'h',
        WeekOnWords = "week",
        Seasons = ["spring springtime", "summer", "autumn fall", "winter"],
        SeasonLeadIns = "by before this next in during until early late the after",
        Before = "by before until",
        Of = "of",
        The = "the",
        WeeksLater = "next week=0|week=1",
        PercentPhrases = "per cent",
        BeforeTax = "",
        StrictlyBefore = "before",
        AfterNext = "after next",
        On = "on",
        Christmas = "christmas xmas",
        Priority = "priority prio",
        High = "high top urgent",
        Low = "low",
        Normal = "normal medium",
        Urgent = "urgent",
        Not = "not",
        Very = "very",
        Connectors = "for with by at and a the on in to is close closes closing before due value owner",
        PersonLeadIns = "for by with to",
        ContactLeads = "for with at client customer contact",
        SureContactLeads = "client customer",
        NamedContactLeads = "for",
        FromLeads = "from with at for",
        CompanyLeads = "from at of",
        TitleWords = "deal deals opp opps lead opportunity prospect",
        TitleArticles = "a an the new another our my",
        TitleVerbs = "enter register got have we i we've i've ive weve there's there is add create log capture just received potential "
            + "possible hot warm cold big small nice great good",
        NotTitleWords = "lead=generation lead=gen lead=time lead=times lead=management lead=magnet lead=nurturing lead=scoring lead=acid "
            + "lead=tracking lead=free deal=desk deal=room deal=registration deal=making opportunity=assessment opportunity=study "
            + "opportunity=cost prospect=park",
        Indefinite = "a an new another one potential possible hot",
        SaleVerbs = "got have received won't has landed found add there's spotted",
        SaleOrigins = "from with at for",
        AroundWishes = "he she they we who just about for the a an some has have to i client customer",
        TitleTrailing = "possible potential",
        Wishes = "wants want needs need wishes interested asked asks asking requested looking would-like called",
        QuestionWords = "who whose what when where which why how is are was were do does did can could should would will any",
        NoSaleWords = "note task no not won lost dead cancel cancelled closed delete change update move push set assign show find open "
            + "remind undo which",
        Short = "st=saint ste=sainte intl=international bros=brothers mfg=manufacturing constr=construction htl=hotel htls=hotels "
            + "svc=service svcs=services tech=technologies univ=university hosp=hospital",
        MailSubject = "subject",
        MailSender = "from",
        MailHeaders = "to cc bcc date sent reply-to importance attachments",
        MailReplies = "re fw fwd",
        MailQuotes = "wrote:",
        MailOriginal = "original message|forwarded message",
        MailEnds = "best regards|kind regards|warm regards|regards|best|cheers|thanks|many thanks|thank you|sincerely|yours sincerely|"
            + "sent from my",
        MailGreetings = "hi hello dear hey good",
        NoteHeads = "meeting minutes notes call visit workshop demo",
        NoteFields = "attendees|participants|present|date|location|place|time|agenda|where|when|author",
        Phrases = Phrases,
        Rows = Rows,
    };
}
