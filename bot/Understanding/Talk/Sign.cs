namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What a phrase tells of the sentence it stands in, whatever its language.</summary>
internal enum Sign
{
    /// <summary>Says nothing: articles, politeness.</summary>
    Filler,

    /// <summary>"Can you", "tu peux": what follows is an order, also with a question mark.</summary>
    Polite,

    /// <summary>Begins a capture: such a line is never talk.</summary>
    New,

    // Talk
    Thanks,
    Hello,
    Goodbye,
    Yes,
    Refusal,
    Save,
    Sorry,
    SmallTalk,
    Undo,
    Help,
    Quit,

    /// <summary>"That thing we talked about": names nothing.</summary>
    Vague,

    // Goes on with the question before
    WhatAbout,
    Only,
    Same,

    // Questions

    /// <summary>"What", "which".</summary>
    Ask,

    /// <summary>"Any", "those that": asks without a question word.</summary>
    Those,

    /// <summary>"Did", "is": asks where it stands first.</summary>
    Auxiliary,

    /// <summary>"Or not": asks where it stands last.</summary>
    OrNot,

    /// <summary>Shows one, or a list.</summary>
    Show,
    Find,
    Who,
    When,
    HowMuch,
    How,
    Why,
    Doing,

    // Subjects

    /// <summary>Several of them.</summary>
    Deals,

    /// <summary>"The Contoso one", "the deal": one of them.</summary>
    One,

    /// <summary>"With", "chez": a contact follows.</summary>
    With,
    Alive,
    Overdue,
    NeedsMe,
    Close,
    Won,
    Lost,

    /// <summary>"Wins", "do we win": asked for, never said of one that has ended.</summary>
    Wins,

    /// <summary>"Losses", "why do we lose".</summary>
    Losses,
    Open,
    Worth,
    Weighted,
    Owner,
    NextStep,
    Stage,
    Latest,
    Value,
    Chances,
    Contact,
    Priority,
    WithoutNextStep,
    Stale,
    Title,
    Status,
    High,
    Normal,
    Low,

    // Whose
    Mine,
    Team,
    Everybody,
    Myself,

    /// <summary>"I", "j'": in a question, one's own.</summary>
    I,

    // Bounds
    Over,
    Under,
    Between,
    Before,

    /// <summary>Like <see cref="Before"/>, the day itself within.</summary>
    Until,
    After,

    /// <summary>Like <see cref="After"/>, the day itself within.</summary>
    Since,

    // Acts

    /// <summary>"Is", "vaut", "now": what follows is how it stands.</summary>
    Is,
    Set,
    Push,
    Pull,
    Rename,
    Give,

    /// <summary>"I'll take", "je reprends": given to oneself.</summary>
    Claim,
    Reopen,
    Note,
    Task,
    Remind,

    /// <summary>What is planned: a task when a day or an opportunity is said with it.</summary>
    Call,
    Move,
    Onward,
    Back,

    // Which one
    It,
    Last,
    Row,

    /// <summary>"The one before": what was shown before the last.</summary>
    Previous,
    Number,

    /// <summary>A percentage beside it is none of chances.</summary>
    Discount,
}
