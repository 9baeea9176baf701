namespace ChatOpportunities.Bot.Understanding.Talk;

/// <summary>What a phrase tells of the sentence it stands in, whatever its language.</summary>
internal enum Sign
{
    /// <summary>Says nothing: articles, politeness.</summary>
    Filler,

    // Talk
    Thanks,
    Hello,
    Goodbye,
    Yes,
    Refusal,
    WhatAbout,

    // Questions
    Ask,
    Who,
    When,
    HowMuch,
    How,
    Why,
    Doing,

    // Subjects
    Deals,
    Overdue,
    NeedsMe,
    Close,
    Won,
    Lost,
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

    // Bounds
    Over,
    Under,
    Between,
    Before,
    After,

    // Acts
    Set,
    Push,
    Pull,
    Rename,
    Give,
    Note,
    Call,
    Move,
    Onward,
    Back,

    // Which one
    It,
    Last,
    Row,
    Number,
}
