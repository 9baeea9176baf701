using System.Collections.Frozen;
using ChatOpportunities.Domain.Language;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>What a column of a file may be taken as, by the names the API has for it.</summary>
public static class ImportFields
{
    internal const string No = "no";
    internal const string ExternalId = "externalId";
    internal const string Description = "description";
    internal const string ContactNo = "contactNo";
    internal const string ContactName = "contactName";
    internal const string ContactPerson = "contactPerson";
    internal const string SalespersonCode = "salespersonCode";
    internal const string SalesCycleCode = "salesCycleCode";
    internal const string Stage = "stage";
    internal const string Status = "status";
    internal const string ReasonCode = "reasonCode";
    internal const string CreationDate = "creationDate";
    internal const string StageDate = "stageDate";
    internal const string Priority = "priority";
    internal const string EstimatedValue = "estimatedValue";
    internal const string Currency = "currency";
    internal const string ChancesOfSuccess = "chancesOfSuccess";
    internal const string EstimatedCloseDate = "estimatedCloseDate";
    internal const string ClosingDate = "closingDate";
    internal const string NextStep = "nextStep";
    internal const string NextStepDate = "nextStepDate";
    internal const string Source = "source";
    internal const string StartNow = "startNow";
    internal const string Note = "note";
    internal const string WonAmount = "wonAmount";
    internal const string Name = "name";
    internal const string FirstName = "firstName";
    internal const string LastName = "lastName";
    internal const string Type = "type";
    internal const string CompanyName = "companyName";
    internal const string CompanyNo = "companyNo";
    internal const string Email = "email";
    internal const string Phone = "phone";
    internal const string Code = "code";
    internal const string Role = "role";
    internal const string TeamCode = "teamCode";
    internal const string Language = "language";
    internal const string TimeZone = "timeZone";

    private static readonly (string Field, string Also)[] OfOpportunities =
    [
        (Description, "opportunity opportunité title titre name nom subject objet dealname topic beschreibung bezeichnung libellé deal"),
        (ContactName, "contact company société entreprise client customer account accountname organization organisation companyname kunde "
            + "potentialcustomer contactcompanyname kontaktname nomducontact nomcontact unternehmen firma associatedcompany"),
        (SalespersonCode, "salesperson vendeur owner seller salesrep verkäufer verkäufercode codevendeur propriétaire commercial"),
        (SalesCycleCode, "cycle salescycle salescyclecode cycledevente codecycledevente pipeline verkaufsprozess verkaufsprozesscode "
            + "verkaufszyklus verkaufszykluscode"),
        (CreationDate, "created créée crééele datecréation datedecréation createdon createddate createdtime createdate erstelltam "
            + "erstellungsdatum erstelldatum anlagedatum"),
        (Priority, "priorité priorität rating"),
        (EstimatedValue, "value valeur amount montant estimatedvaluelcy estrevenue expectedrevenue valeurestimée valeurestiméeds wert "
            + "betrag "
            + "geschätzterwert geschätzterwertmw dealvalue"),
        (ChancesOfSuccess, "chances chancesofsuccess% chancesdesuccès chancesdesuccès% chancesderéussite chancesderéussite% probability "
            + "probability% probabilité probabilité% erfolgschancen erfolgschancen% wahrscheinlichkeit dealprobability"),
        (EstimatedCloseDate, "close closedate expectedclose expectedclosedate expectedclosing estclosedate "
            + "estimatedclosingdate clôture clôtureprévue datedeclôtureestimée dateclôtureestimée datedeclôture "
            + "geschätztesabschlussdatum erwarteterabschluss closeson deadline"),
        (StartNow, "start démarrer"),
        (Source, "origine provenance leadsource quelle"),
        (Stage, "étape phase dealstage stage currentsalescyclestage étapeactuelle aktuelleverkaufsprozessstufe stufe currentstage"),
        (Status, "statut état state dealstatus"),
        (ReasonCode, "reason motif raison lostreason lossreason reasonforloss closedlostreason closereason closeopportunitycode grund "
            + "statusreason"),
        (ClosingDate, "closed closedon actualclosedate closeddate dateclosed wontime losttime clôturée clôturéele abgeschlossenam "
            + "abschlussdatum"),
        (NextStep, "prochaineaction prochaineétape nächsterschritt"),
        (NextStepDate, "nextactivitydate nextstepon datedelaprochaineaction nextactivitydeadline"),
        (Currency, "devise währung currencyofvalue dealcurrency amountcurrency opportunitycurrency currencycode"),
        (ContactNo, "ncontact contactnumber kontaktnr nducontact"),
        (ContactPerson, "contactperson associatedcontact personne ansprechpartner primarycontact"),
        (StageDate, "stagesince enteredstageon dateofchange laststagechange stageentered"),
        (Note, "remarque bemerkung"),
        (WonAmount, "amountwon montantgagné"),
        (ExternalId, "id recordid opportunityid dealid externalid externalnumber"),
        (No, "number numéro nr n"),
    ];

    private static readonly (string Field, string Also)[] OfContacts =
    [
        (Name, "nom contact fullname personname kontakt"),
        (Type, "kind genre art contacttype typedecontact isacompany"),
        (CompanyName, "company société entreprise companyno organization organisation account accountname organizationname "
            + "associatedcompany firma unternehmen "
            + "personorganization parentcompany nomsociété firmenname"),
        (Email, "mail e-mail courriel emailaddress emailwork personemailwork adressemail email1"),
        (Phone, "telephone téléphone phoneno phonenumber businessphone personphonework phonework telefon telefonnr ntéléphone mobile"),
        (SalespersonCode, "vendeur salesperson owner contactowner personowner companyowner accountowner verkäufercode codevendeur"),
        (CompanyNo, "companynumber numérodelasociété"),
        (FirstName, "prénom vorname personfirstname"), (LastName, "nomdefamille nachname personlastname surname"),
        (ExternalId, "id recordid contactid personid accountid externalid"), (No, "number numéro nr n contactno"),
    ];

    private static readonly (string Field, string Also)[] OfSalespeople =
    [
        (Code, "salespersoncode codevendeur verkäufercode initials"), (Name, "nom fullname username displayname"),
        (Email, "mail e-mail courriel emailaddress primaryemail userprincipalname"), (Role, "rôle rolle"),
        (TeamCode, "team équipe teamno salesteam"), (Language, "langue sprache"), (TimeZone, "fuseauhoraire zeitzone"),
    ];

    private static readonly FrozenDictionary<ImportKind, FrozenDictionary<string, string>> ByHeading =
        new[] { ImportKind.Contacts, ImportKind.Opportunities, ImportKind.Salespeople }.ToFrozenDictionary(
            kind => kind,
            kind => Table(kind).SelectMany(f => f.Also.Split(' ').Prepend(f.Field).Select(name => (Name: Folded(name), f.Field)))
                .DistinctBy(f => f.Name).ToFrozenDictionary(f => f.Name, f => f.Field, StringComparer.Ordinal));

    /// <summary>All that a column of a kind of file may be taken as, the most usual ones first.</summary>
    public static IReadOnlyList<string> Of(ImportKind kind) => [.. Table(kind).Select(f => f.Field)];

    /// <summary>The field without which there is nothing to make.</summary>
    internal static string Required(ImportKind kind) => kind == ImportKind.Opportunities ? Description : Name;

    /// <summary>Whether a field holds a day.</summary>
    internal static bool IsDay(string? field) => field is CreationDate or EstimatedCloseDate or ClosingDate or NextStepDate or StageDate;

    /// <summary>Whether a field holds a number.</summary>
    internal static bool IsNumber(string? field) => field is EstimatedValue or ChancesOfSuccess or WonAmount;

    /// <summary>The field that a heading usually means; null when it is unknown.</summary>
    internal static string? OfHeading(ImportKind kind, string heading) => ByHeading[kind].GetValueOrDefault(Folded(heading));

    /// <summary>Headings are compared as names are, without blanks and punctuation.</summary>
    internal static string Folded(string heading) =>
        string.Concat(SearchText.Fold(heading).Where(c => char.IsLetterOrDigit(c) || c == '%'));

    private static (string Field, string Also)[] Table(ImportKind kind) => kind switch
    {
        ImportKind.Contacts => OfContacts,
        ImportKind.Salespeople => OfSalespeople,
        _ => OfOpportunities,
    };
}
