using static ChatOpportunities.Domain.RefusalKind;

namespace ChatOpportunities.Domain;

/// <summary>Every rule that can refuse. The numbers are the rows of table 11 of the trade's reference, where there is one.</summary>
public static class Refusals
{
    // Any record
    public static readonly RefusalRule NotFound = new("notFound", RefusalKind.NotFound, "There is no such record, or you may not see it.");
    public static readonly RefusalRule Forbidden = new(
        "forbidden", RefusalKind.Forbidden, "You may not do this. Ask your manager or an admin.");
    public static readonly RefusalRule Stale = new(
        "stale", RefusalKind.Stale, "{0} changed this on {1}: {2} Look at the current state and try again.");
    public static readonly RefusalRule StaleWithoutHistory = new(
        "stale", RefusalKind.Stale, "This was changed meanwhile. Look at the current state and try again.");
    public static readonly RefusalRule EraseOneself = new(
        "eraseOneself", State, "Nobody erases themselves: another admin has to do it.", "code");
    public static readonly RefusalRule NameTooShort = new(
        "nameTooShort", Rule, "A name that is to be erased has at least {0} characters.", "also");
    public static readonly RefusalRule Required = new("required", Rule, "Please fill this in.");
    public static readonly RefusalRule TooLong = new("tooLong", Rule, "At most {0} characters.");
    public static readonly RefusalRule BadCode = new(
        "badCode", Rule, "A code has 1 to {0} letters, digits, dots, hyphens or underscores, and begins with a letter or digit.");
    public static readonly RefusalRule CodeExists = new("codeExists", State, "The code {0} exists already.", "code");
    public static readonly RefusalRule CodeFixed = new("codeFixed", State, "The code or number {0} stays as it is.", "code");
    public static readonly RefusalRule UnknownValue = new("unknownValue", Rule, "There is no such choice.");
    public static readonly RefusalRule PercentOutOfRange = new(
        "percentOutOfRange", Rule, "A percentage lies between 0 and 100, with at most two decimals.");
    public static readonly RefusalRule BadAmount = new(
        "badAmount", Rule, "An amount lies between 0 and 999,999,999,999.99, with at most two decimals.");
    public static readonly RefusalRule BadDate = new("badDate", Rule, "A date lies between 1900 and 2999.");
    public static readonly RefusalRule BadDateFormula = new("badDateFormula", Rule, "This is not a date formula: {0}", "dateFormula");

    // Creating an opportunity: 14, 15, 3, 4, 5
    public static readonly RefusalRule DescriptionRequired = new(
        "descriptionRequired", Rule, "Say in a few words what it is about.", "description");
    public static readonly RefusalRule ContactRequired = new("contactRequired", Rule, "Choose the contact.", "contactNo");
    public static readonly RefusalRule ContactUnknown = new("contactUnknown", Rule, "There is no such contact.", "contactNo");
    public static readonly RefusalRule ContactBlocked = new("contactBlocked", Rule, "The contact {0} is blocked.", "contactNo");
    public static readonly RefusalRule SalespersonRequired = new("salespersonRequired", Rule, "Choose the salesperson.", "salespersonCode");
    public static readonly RefusalRule SalespersonUnknown = new(
        "salespersonUnknown", Rule, "There is no such salesperson.", "salespersonCode");
    public static readonly RefusalRule SalespersonBlocked = new(
        "salespersonBlocked", Rule, "The salesperson {0} is blocked.", "salespersonCode");
    public static readonly RefusalRule CycleRequired = new("cycleRequired", Rule, "Choose the sales cycle.", "salesCycleCode");
    public static readonly RefusalRule CycleUnknown = new("cycleUnknown", Rule, "There is no such sales cycle.", "salesCycleCode");
    public static readonly RefusalRule CycleBlocked = new(
        "cycleBlocked", Rule, "The sales cycle {0} is blocked; choose another.", "salesCycleCode");

    public static readonly RefusalRule CreateForOthers = new(
        "createForOthers", RefusalKind.Forbidden, "You make opportunities for yourself; assign it to {0} afterwards.", "salespersonCode");

    // Starting and moving: 19–32
    public static readonly RefusalRule AlreadyStarted = new("alreadyStarted", State, "This opportunity has been started already.");
    public static readonly RefusalRule NotStarted = new("notStarted", State, "This opportunity has not been started yet.");
    public static readonly RefusalRule CycleWithoutStages = new(
        "cycleWithoutStages", Rule, "The sales cycle {0} has no stages yet, so nothing can start in it.", "salesCycleCode");
    public static readonly RefusalRule AlreadyClosed = new("alreadyClosed", State, "This opportunity is closed.");
    public static readonly RefusalRule ActionNotOffered = new(
        "actionNotOffered", Rule, "This step is not possible from the present stage.", "action");
    public static readonly RefusalRule StageNotCandidate = new(
        "stageNotCandidate", Rule, "Stage {0} cannot be reached by this step.", "stage");
    public static readonly RefusalRule StageUnknown = new("stageUnknown", Rule, "There is no such stage in its sales cycle.", "stage");
    public static readonly RefusalRule StageNotSkippable = new(
        "stageNotSkippable", Rule, "The stage {0} on the way to {1} may not be skipped.", "stage");
    public static readonly RefusalRule StartsElsewhere = new("startsElsewhere", Rule, "It starts at {0}.", "stage");
    public static readonly RefusalRule StageGone = new(
        "stageGone", State, "The stage {0} has been deleted meanwhile. Look at the stages that are left and choose again.");
    public static readonly RefusalRule DateBeforeLastChange = new(
        "dateBeforeLastChange", Rule, "The date may not lie before the last change on {0}.", "dateOfChange");
    public static readonly RefusalRule DateBeforeCreation = new(
        "dateBeforeCreation", Rule, "The date may not lie before the creation on {0}.", "dateOfChange");
    public static readonly RefusalRule QuoteRequired = new(
        "quoteRequired", Rule, "The stage {0} needs a quote: give its number and amount first.", "quote");
    public static readonly RefusalRule ValueRequired = new("valueRequired", Rule, "Give an estimated value above 0.", "estimatedValue");
    public static readonly RefusalRule ChancesRequired = new(
        "chancesRequired", Rule, "Give chances of success above 0 and at most 100 %.", "chancesOfSuccess");
    public static readonly RefusalRule CloseDateRequired = new(
        "closeDateRequired", Rule, "Give the date by which you expect to close.", "estimatedCloseDate");
    public static readonly RefusalRule CloseDateBeforeChange = new(
        "closeDateBeforeChange", Rule, "The expected closing date may not lie before {0}.", "estimatedCloseDate");
    public static readonly RefusalRule SlipReasonRequired = new(
        "slipReasonRequired", Rule, "The closing date moves to a later day for time number {0}: say why.", "slipReason");

    // Next step
    public static readonly RefusalRule NextStepDateRequired = new(
        "nextStepDateRequired", Rule, "Give the day of the next step.", "nextStepDate");
    public static readonly RefusalRule NextStepInPast = new("nextStepInPast", Rule, "The next step lies today or later.", "nextStepDate");

    // Quote
    public static readonly RefusalRule QuoteNumberRequired = new("quoteNumberRequired", Rule, "Give the number of the quote.", "number");
    public static readonly RefusalRule QuoteAmountRequired = new(
        "quoteAmountRequired", Rule, "Give the amount of the quote, above 0.", "amount");
    public static readonly RefusalRule QuoteLinkBad = new(
        "quoteLinkBad", Rule, "The link must be a web address that begins with https://.", "link");

    // Closing: 33–36
    public static readonly RefusalRule OutcomeRequired = new("outcomeRequired", Rule, "Say whether it was won or lost.", "outcome");
    public static readonly RefusalRule ReasonRequired = new("reasonRequired", Rule, "Choose the reason.", "reasonCode");
    public static readonly RefusalRule ReasonUnknown = new(
        "reasonUnknown", Rule, "There is no such reason for this outcome.", "reasonCode");
    public static readonly RefusalRule ClosingDateInFuture = new(
        "closingDateInFuture", Rule, "An opportunity is not closed in the future: {0} is still to come.", "closingDate");
    public static readonly RefusalRule ClosingDateBeforeLastChange = new(
        "closingDateBeforeLastChange", Rule, "The closing date may not lie before the last change on {0}.", "closingDate");
    public static readonly RefusalRule AmountRequired = new("amountRequired", Rule, "Give the amount of the sale, above 0.", "amount");

    // Reopening, changing, deleting: 4–6, 13
    public static readonly RefusalRule NotClosed = new("notClosed", State, "This opportunity is not closed.");
    public static readonly RefusalRule NoteTextRequired = new("noteTextRequired", Rule, "Say what the note shall hold.", "note");
    public static readonly RefusalRule NoteRequired = new("noteRequired", Rule, "Say in a note why it is opened again.", "note");
    public static readonly RefusalRule ContactOfOtherCompany = new(
        "contactOfOtherCompany", Rule, "Once started, an opportunity stays with the company {0}: choose one of its contacts.", "contactNo");
    public static readonly RefusalRule CycleFixed = new(
        "cycleFixed", State, "The sales cycle of a started opportunity stays as it is.", "salesCycleCode");
    public static readonly RefusalRule DeleteInProgress = new(
        "deleteInProgress", State, "An opportunity in progress cannot be deleted; close it first.");

    // Tasks: 50, 52, 56, 57
    public static readonly RefusalRule TaskDateRequired = new("taskDateRequired", Rule, "Give the day by which it is to be done.", "date");
    public static readonly RefusalRule TaskClosed = new("taskClosed", State, "This task is closed already.");
    public static readonly RefusalRule TaskOpen = new("taskOpen", State, "This task is open already.");
    public static readonly RefusalRule OrganizerNeedsEmail = new(
        "organizerNeedsEmail", Rule, "{0} has no mail address, and a meeting needs one.", "salespersonCode");
    public static readonly RefusalRule RecurringIncomplete = new(
        "recurringIncomplete", Rule, "A recurring task needs an interval such as 1W, and from which day it counts.", "recurring");
    public static readonly RefusalRule RecurringStandsStill = new(
        "recurringStandsStill", Rule, "The interval must lead to a later day.", "recurring");

    // Assigning: 4
    public static readonly RefusalRule SameSalesperson = new(
        "sameSalesperson", Rule, "{0} has this opportunity already.", "salespersonCode");
    public static readonly RefusalRule GivenMeanwhile = new("givenMeanwhile", State, "It was given to {0} meanwhile.");

    // Hand-over
    public static readonly RefusalRule HandOverDone = new("handOverDone", State, "This hand-over has been answered already.");
    public static readonly RefusalRule NobodyToGiveBackTo = new(
        "nobodyToGiveBackTo", State, "There is nobody to give it back to; ask your manager.");
    public static readonly RefusalRule DeclineReasonRequired = new(
        "declineReasonRequired", Rule, "Say in a few words why you decline.", "note");

    // Undoing
    public static readonly RefusalRule NothingToUndo = new(
        "nothingToUndo", State, "There is nothing to undo: only the last move, assignment or closing can be, by whoever made it.");
    public static readonly RefusalRule UndoTooLate = new(
        "undoTooLate", State, "More than ten minutes have passed; this can no longer be undone.");
    public static readonly RefusalRule UndoOvertaken = new(
        "undoOvertaken", State, "{0} changed this on {1}: {2} So what was before can no longer be undone.");
    public static readonly RefusalRule UndoStageGone = new(
        "undoStageGone", State, "The stage {0} has been deleted meanwhile, so nothing can go back to it.");

    // Setup: 40–43
    public static readonly RefusalRule CycleInUse = new(
        "cycleInUse", State, "Open opportunities use this sales cycle: {0}. Close them first, or block the cycle.");
    public static readonly RefusalRule CycleHasHistory = new(
        "cycleHasHistory", State, "Closed opportunities went through this sales cycle; block it instead of deleting it.");
    public static readonly RefusalRule StageInUse = new(
        "stageInUse", State, "Open opportunities stand on this stage: {0}. Move them first.");
    public static readonly RefusalRule StageNumberExists = new(
        "stageNumberExists", State, "Stage {0} exists already in this sales cycle.", "number");
    public static readonly RefusalRule StageNumberOutOfRange = new(
        "stageNumberOutOfRange", Rule, "A stage number lies between 1 and 1,000,000.", "number");
    public static readonly RefusalRule LimitOutOfRange = new(
        "limitOutOfRange", Rule, "A limit lies between 1 and 999 working days.", "limitWorkingDays");
    public static readonly RefusalRule ActivityUnknown = new("activityUnknown", Rule, "There is no such activity.", "activityCode");
    public static readonly RefusalRule BadEmail = new("badEmail", Rule, "This is not a mail address.", "email");
    public static readonly RefusalRule EmailTaken = new("emailTaken", State, "{0} has this mail address already.", "email");
    public static readonly RefusalRule BadObjectId = new(
        "badObjectId", Rule, "An Entra object id looks like 00000000-0000-0000-0000-000000000000.", "entraObjectId");
    public static readonly RefusalRule ObjectIdTaken = new(
        "objectIdTaken", State, "{0} has this Entra object id already.", "entraObjectId");
    public static readonly RefusalRule TeamUnknown = new("teamUnknown", Rule, "There is no such team.", "teamCode");
    public static readonly RefusalRule LastAdmin = new(
        "lastAdmin", State, "This is the last admin: make somebody else an admin first.", "role");
    public static readonly RefusalRule PersonInUse = new(
        "personInUse", State,
        "Other records name this person (opportunities: {0}, history: {1}, tasks: {2}, contacts: {3}, reminders: {4}, teams: {5}); block them instead of deleting them.");
    public static readonly RefusalRule TeamHasPeople = new(
        "teamHasPeople", State, "{0} {0:person is|people are} in this team. Move {0:that one|them} to another one first.");
    public static readonly RefusalRule CompanyOfPersonsOnly = new(
        "companyOfPersonsOnly", Rule, "Only a person belongs to a company.", "companyNo");
    public static readonly RefusalRule CompanyUnknown = new("companyUnknown", Rule, "There is no such company.", "companyNo");
    public static readonly RefusalRule ContactTypeFixed = new(
        "contactTypeFixed", State, "Other records name this contact, so it stays a company or a person as it is.", "type");
    public static readonly RefusalRule ContactInUse = new(
        "contactInUse", State,
        "Other records name this contact (opportunities: {0}, persons of the company: {1}); block it instead of deleting it.");
    public static readonly RefusalRule ContactMergedWithItself = new(
        "contactMergedWithItself", Rule, "A contact is not merged with itself: choose another one.", "with");
    public static readonly RefusalRule ContactKindsDiffer = new(
        "contactKindsDiffer", Rule, "A company and a person are not the same contact, and are not merged.", "with");
    public static readonly RefusalRule ActivityInUse = new(
        "activityInUse", State, "{0} {0:stage|stages} of sales cycles {0:names|name} this activity. Take it off {0:it|them} first.");
    public static readonly RefusalRule TooManySteps = new("tooManySteps", Rule, "An activity has at most {0} steps.", "steps");
    public static readonly RefusalRule ReasonInUse = new(
        "reasonInUse", State, "{0} {0:entry|entries} of the history {0:carries|carry} this reason; block it instead of deleting it.");
    public static readonly RefusalRule ReasonOutcomeFixed = new(
        "reasonOutcomeFixed", State,
        "Opportunities were closed with this reason, so it stays won or lost as it is; block it and make another.", "outcome");

    public static readonly RefusalRule WorkingDayRequired = new(
        "workingDayRequired", Rule, "A week has at least one working day.", "workingDays");
    public static readonly RefusalRule TooManyHolidays = new(
        "tooManyHolidays", Rule, "At most {0} holidays are kept; take out those that are long past.", "holidays");

    // Import
    public static readonly RefusalRule FileEmpty = new("fileEmpty", Rule, "The file has no lines below its heading.", "file");
    public static readonly RefusalRule FileTooLarge = new(
        "fileTooLarge", Rule, "The file is larger than {0} MB; cut it into several.", "file");
    public static readonly RefusalRule FileHasTooManyLines = new(
        "fileHasTooManyLines", Rule, "A file has at most {0} lines, this one has {1}; cut it into several.", "file");
    public static readonly RefusalRule FileIsLocked = new(
        "fileIsLocked", Rule,
        "This is an old or a password-protected workbook. Save it as .xlsx without a password, or as CSV.", "file");
    public static readonly RefusalRule FileIsArchive = new(
        "fileIsArchive", Rule, "This is an archive (ZIP) and no table. Unpack it and bring what is in it.", "file");
    public static readonly RefusalRule FileIsNoTable = new("fileIsNoTable", Rule, "This is no table. Bring CSV or .xlsx.", "file");
    public static readonly RefusalRule FileIsDamaged = new(
        "fileIsDamaged", Rule, "The workbook is damaged. Open it, save it again, or save it as CSV.", "file");
    public static readonly RefusalRule FileHasNul = new(
        "fileHasNul", Rule, "Line {0} holds a character that no text has (NUL): the file is damaged, or no text.", "file");
    public static readonly RefusalRule LineTooLong = new(
        "lineTooLong", Rule, "Line {0} is longer than {1} characters: the file has no ends of lines, or is no table.", "file");
    public static readonly RefusalRule FileBeyondLine = new(
        "fileBeyondLine", Rule, "From line {0} on, quotation marks are opened and never closed. Mend them, or save the file anew.", "file");
    public static readonly RefusalRule QuotationMark = new(
        "quotationMark", Rule, "A quotation mark is opened in this line and never closed.");
    public static readonly RefusalRule CellTooLong = new(
        "cellTooLong", Rule, "This line has too many columns, or a text that is too long.");
    public static readonly RefusalRule HeadingMissing = new(
        "headingMissing", Rule,
        "The first line of the file, line {0}, names none of the columns that are known; give it a heading.", "file");
    public static readonly RefusalRule ColumnMissing = new(
        "columnMissing", Rule, "No column is taken as {0}. Choose one, or answer for all lines.", "mapping");
    public static readonly RefusalRule ColumnTwice = new("columnTwice", Rule, "Two columns are taken as {0}.", "mapping");
    public static readonly RefusalRule NotReadable = new("notReadable", Rule, "The value “{0}” in the column {1} could not be read.");
    public static readonly RefusalRule NotReadableAs = new(
        "notReadableAs", Rule, "The value “{0}” in the column {1} could not be read. Write it like {2} or {3}.");
    public static readonly RefusalRule ImportAsks = new("importAsks", State, "Answer the questions about this file first.", "answers");
    public static readonly RefusalRule ImportNotReady = new("importNotReady", State, "This import is {0}; that is not possible now.");
    public static readonly RefusalRule ImportWaits = new("importWaits", Rule, "It waits for an answer: {0}.");
    public static readonly RefusalRule OtherCurrency = new("otherCurrency", Rule, "The amount is in {0}, and amounts here are in {1}.");
    public static readonly RefusalRule IsThere = new("isThere", Rule, "Is there already: {0}.");
    public static readonly RefusalRule IsTwiceInFile = new("isTwiceInFile", Rule, "The same stands in line {0} already.");
    public static readonly RefusalRule IsTotal = new("isTotal", Rule, "This looks like a total or a note below the table.");
    public static readonly RefusalRule LeftOut = new("leftOut", Rule, "Left out as you chose.");
    public static readonly RefusalRule ChangedSince = new("changedSince", Rule, "{0} was changed since, and stays.");

    // Webhooks
    public static readonly RefusalRule WebhookAddress = new(
        "webhookAddress", Rule,
        "Give a whole address that begins with https://, without a name, a password or a “#” in it.", "address");
    public static readonly RefusalRule WebhookPrivate = new(
        "webhookPrivate", Rule,
        "This address is inside a network. Webhooks go to the internet, unless the setting allows others.", "address");
    public static readonly RefusalRule NoEvents = new("noEvents", Rule, "Choose at least one event.", "events");
    public static readonly RefusalRule TooManyWebhooks = new(
        "tooManyWebhooks", State, "There are {0} webhooks; delete one first.", "name");
    public static readonly RefusalRule WebhookNotOn = new("webhookNotOn", State, "Switch the webhook on first.");

    // Views
    public static readonly RefusalRule TooManyTeamViews = new(
        "tooManyTeamViews", State, "Your team has {0} views; take one away first.", "name");
    public static readonly RefusalRule ViewOfAnother = new(
        "viewOfAnother", State, "A colleague shares a view with the name {0}; choose another name.", "name");
    public static readonly RefusalRule TooManyAtOnce = new(
        "tooManyAtOnce", Rule, "At most {0} are changed at once: narrow the list first.");
    public static readonly RefusalRule TooManyViews = new("tooManyViews", State, "You have {0} views; delete one first.", "name");

    // Reminders
    public static readonly RefusalRule ReminderDone = new("reminderDone", State, "This reminder has been dealt with already.");
    public static readonly RefusalRule HourOutOfRange = new("hourOutOfRange", Rule, "Give an hour and minutes such as 08:00.");
    public static readonly RefusalRule QuietHoursHalf = new(
        "quietHoursHalf", Rule, "Give both ends of the quiet hours, or neither.", "quietTo");
    public static readonly RefusalRule BriefInQuietHours = new(
        "briefInQuietHours", Rule, "The brief would come in the quiet hours: choose another time.", "briefAt");
    public static readonly RefusalRule RuleDaysOutOfRange = new(
        "ruleDaysOutOfRange", Rule, "Give a number of days from 1 to 365, or leave it blank to turn this off.");
    public static readonly RefusalRule CapOutOfRange = new(
        "capOutOfRange", Rule, "Give a number of messages from 1 to 60.", "alonePerHour");
    public static readonly RefusalRule ReminderNotFailed = new(
        "reminderNotFailed", State, "Only a reminder that failed or waits for its person can be sent again by hand.");
    public static readonly RefusalRule SnoozeInPast = new("snoozeInPast", Rule, "Choose a day after today, at most a year away.", "until");
}
