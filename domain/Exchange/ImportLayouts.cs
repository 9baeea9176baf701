using System.Collections.Frozen;

namespace ChatOpportunities.Domain.Exchange;

/// <summary>A program whose exports are known by their headings.</summary>
/// <param name="Name">As it is called.</param>
/// <param name="Kind">What its lines become.</param>
/// <param name="Headings">What each heading is taken as; a blank field is not read, though another program means something by it.</param>
/// <param name="Exact">Headings of codes: where one of them is there, the name beside it that means the same field is not read.</param>
internal sealed record ImportLayout(
    string Name, ImportKind Kind, FrozenDictionary<string, string> Headings, FrozenSet<string> Exact)
{
    /// <summary>What the portal itself hands out.</summary>
    public const string Own = "Opportunity Desk";

    /// <summary>So many of its headings make it the one.</summary>
    private const int FewestKnown = 3;

    private static readonly ImportLayout[] Known =
    [
        Of(Own, ImportKind.Opportunities,
            "Number=no|Opportunity=description|Contact=contactName|Salesperson=salespersonCode|Sales cycle=salesCycleCode|Stage=stage"
            + "|Status=status|Priority=priority|Estimated value=estimatedValue|Chances of success %=chancesOfSuccess|Probability %="
            + "|Weighted value=wonAmount|Expected close=estimatedCloseDate|Created=creationDate|Closed=closingDate|Reason=reasonCode"
            + "|Source=source|Next step=nextStep|Day of the next step=nextStepDate|On the stage since=stageDate|Note=note|Contact number=contactNo"
            + "|Salesperson code=salespersonCode!|Sales cycle code=salesCycleCode!|Reason code=reasonCode!"),
        Of(Own, ImportKind.Opportunities,
            "Numéro=no|Opportunité=description|Contact=contactName|Vendeur=salespersonCode|Cycle de vente=salesCycleCode|Étape=stage"
            + "|État=status|Statut=status|Priorité=priority|Valeur estimée=estimatedValue|Chances de succès %=chancesOfSuccess"
            + "|Probabilité %=|Valeur pondérée=wonAmount|Clôture prévue=estimatedCloseDate|Créée=creationDate|Créée le=creationDate"
            + "|Clôturée=closingDate|Clôturée le=closingDate|Motif=reasonCode|Origine=source|Source=source|Prochaine action=nextStep"
            + "|Jour de la prochaine action=nextStepDate|À l’étape depuis=stageDate|Note=note|Numéro du contact=contactNo"
            + "|Code du vendeur=salespersonCode!|Code du cycle de vente=salesCycleCode!|Code du motif=reasonCode!"),
        Of(Own, ImportKind.Contacts,
            "Number=no|Name=name|Kind=type|Company=companyName|Company number=companyNo|Mail=email|Phone=phone"
            + "|Salesperson=salespersonCode|Salesperson code=salespersonCode!|State="),
        Of(Own, ImportKind.Contacts,
            "Numéro=no|Nom=name|Type=type|Société=companyName|Numéro de la société=companyNo|E-mail=email|Téléphone=phone"
            + "|Vendeur=salespersonCode|Code du vendeur=salespersonCode!|État="),
        Of("Business Central", ImportKind.Opportunities,
            "No.=externalId|Description=description|Contact No.=contactNo|Contact Name=contactName|Contact Company Name=contactName"
            + "|Salesperson Code=salespersonCode|Sales Cycle Code=salesCycleCode|Status=status|Creation Date=creationDate"
            + "|Priority=priority|Estimated Value (LCY)=estimatedValue|Calcd. Current Value (LCY)=|Chances of Success %=chancesOfSuccess"
            + "|Probability %=|Completed %=|Estimated Closing Date=estimatedCloseDate|Closed=|Date Closed=closingDate"
            + "|Current Sales Cycle Stage=stage|Close Opportunity Code=reasonCode|Campaign No.="),
        Of("Business Central", ImportKind.Opportunities,
            "Nr.=externalId|Beschreibung=description|Kontaktnr.=contactNo|Kontaktname=contactName|Verkäufercode=salespersonCode"
            + "|Verkaufsprozesscode=salesCycleCode|Verkaufszykluscode=salesCycleCode|Status=status|Erstellungsdatum=creationDate"
            + "|Erstelldatum=creationDate|Priorität=priority|Geschätzter Wert (MW)=estimatedValue|Erfolgschancen %=chancesOfSuccess"
            + "|Wahrscheinlichkeit %=|Abgeschlossen %=|Geschätztes Abschlussdatum=estimatedCloseDate|Abgeschlossen=|Geschlossen="
            + "|Abschlussdatum=closingDate|Aktuelle Verkaufsprozessstufe=stage"),
        Of("Business Central", ImportKind.Opportunities,
            "N°=externalId|Description=description|N° contact=contactNo|Nom du contact=contactName|Nom contact=contactName"
            + "|Code vendeur=salespersonCode|Code cycle de vente=salesCycleCode|Statut=status|Date création=creationDate"
            + "|Date de création=creationDate|Priorité=priority|Valeur estimée (DS)=estimatedValue|Chances de succès %=chancesOfSuccess"
            + "|Chances de réussite %=chancesOfSuccess|Probabilité %=|Date de clôture estimée=estimatedCloseDate"
            + "|Date clôture estimée=estimatedCloseDate|Clôturé=|Clôturée=|Date de clôture=closingDate|Étape actuelle=stage"),
        Of("Dynamics 365 Sales", ImportKind.Opportunities,
            "(Do Not Modify) Opportunity=externalId|(Do Not Modify) Row Checksum=|(Do Not Modify) Modified On=|Topic=description"
            + "|Potential Customer=contactName|Account=contactName|Contact=contactPerson|Est. close date=estimatedCloseDate"
            + "|Est. Close Date=estimatedCloseDate|Est. revenue=estimatedValue|Est. Revenue=estimatedValue|Probability=chancesOfSuccess"
            + "|Rating=priority|Owner=salespersonCode|Status=status|Status Reason=|Actual Close Date=closingDate|Actual Revenue="
            + "|Created On=creationDate|Currency=currency|Pipeline Phase=stage"),
        Of("HubSpot", ImportKind.Opportunities,
            "Record ID=externalId|Deal Name=description|Deal Stage=stage|Close Date=estimatedCloseDate|Deal owner=salespersonCode"
            + "|Amount=estimatedValue|Associated Company=contactName|Associated Contact=contactPerson|Pipeline=salesCycleCode"
            + "|Create Date=creationDate|Deal probability=|Currency=currency|Priority=priority|Closed Lost Reason=reasonCode"
            + "|Closed Won Reason=|Next step=nextStep|Amount in company currency="),
        Of("Pipedrive", ImportKind.Opportunities,
            "Deal - ID=externalId|Deal - Title=description|Deal - Value=estimatedValue|Deal - Currency of value=currency"
            + "|Organization=contactName|Deal - Organization=contactName|Contact person=contactPerson|Deal - Contact person=contactPerson"
            + "|Deal - Owner=salespersonCode|Deal - Stage=stage|Deal - Stage (pipeline)=stage|Deal - Pipeline=salesCycleCode"
            + "|Deal - Expected close date=estimatedCloseDate|Deal - Status=status|Deal - Probability=chancesOfSuccess"
            + "|Deal - Deal created=creationDate|Deal - Deal closed on=closingDate|Deal - Won time=|Deal - Lost time="
            + "|Deal - Lost reason=reasonCode|Deal - Weighted value=|Deal - Next activity date=nextStepDate|Deal - Source=source"),
        Of("Salesforce", ImportKind.Opportunities,
            "Opportunity ID=externalId|Opportunity Name=description|Account Name=contactName|Stage=stage|Close Date=estimatedCloseDate"
            + "|Amount=estimatedValue|Amount Currency=currency|Opportunity Currency=currency|Probability (%)=chancesOfSuccess"
            + "|Opportunity Owner=salespersonCode|Owner=salespersonCode|Created Date=creationDate|Lead Source=source|Next Step=nextStep"
            + "|Loss Reason=reasonCode|Fiscal Period=|Age=|Type=|Expected Revenue=|Owner Role="),
        Of("Zoho", ImportKind.Opportunities,
            "Record Id=externalId|Deal Name=description|Account Name=contactName|Contact Name=contactPerson|Stage=stage"
            + "|Closing Date=estimatedCloseDate|Amount=estimatedValue|Probability (%)=chancesOfSuccess|Deal Owner=salespersonCode"
            + "|Created Time=creationDate|Lead Source=source|Next Step=nextStep|Expected Revenue=|Reason For Loss=reasonCode"
            + "|Reason For Loss__s=reasonCode|Currency=currency|Pipeline=salesCycleCode|Type="),
        Of("Odoo", ImportKind.Opportunities,
            "External ID=externalId|Opportunity=description|Customer=contactName|Company Name=contactName|Salesperson=salespersonCode"
            + "|Stage=stage|Expected Revenue=estimatedValue|Expected Closing=estimatedCloseDate|Probability=chancesOfSuccess"
            + "|Created on=creationDate|Closed Date=closingDate|Lost Reason=reasonCode|Priority=priority|Currency=currency"
            + "|Prorated Revenue=|Sales Team=|Active=|Contact Name=contactPerson|Email=|Phone="),
        Of("Business Central", ImportKind.Contacts,
            "No.=externalId|Name=name|Company Name=companyName|Type=type|E-Mail=email|Phone No.=phone|Salesperson Code=salespersonCode"),
        Of("Business Central", ImportKind.Contacts,
            "Nr.=externalId|Name=name|Firmenname=companyName|Art=type|E-Mail=email|Telefonnr.=phone|Verkäufercode=salespersonCode"),
        Of("Business Central", ImportKind.Contacts,
            "N°=externalId|Nom=name|Nom société=companyName|Type=type|E-mail=email|N° téléphone=phone|Code vendeur=salespersonCode"),
        Of("Dynamics 365 Sales", ImportKind.Contacts,
            "(Do Not Modify) Contact=externalId|Full Name=name|Company Name=companyName|Email=email|Business Phone=phone"
                + "|Owner=salespersonCode"),
        Of("HubSpot", ImportKind.Contacts,
            "Record ID=externalId|First Name=firstName|Last Name=lastName|Email=email|Phone Number=phone|Contact owner=salespersonCode"
            + "|Associated Company=companyName|Company name=companyName"),
        Of("Pipedrive", ImportKind.Contacts,
            "Person - ID=externalId|Person - Name=name|Person - Email - Work=email|Person - Phone - Work=phone"
            + "|Person - Organization=companyName|Person - Owner=salespersonCode"),
        Of("Salesforce", ImportKind.Contacts,
            "Contact ID=externalId|First Name=firstName|Last Name=lastName|Account Name=companyName|Email=email|Phone=phone"
            + "|Contact Owner=salespersonCode"),
        Of("Odoo", ImportKind.Contacts,
            "External ID=externalId|Name=name|Is a Company=type|Email=email|Phone=phone|Company=companyName|Salesperson=salespersonCode"),
    ];

    /// <summary>The program that a heading comes from; null when it is none of them.</summary>
    public static ImportLayout? Find(ImportKind kind, IReadOnlyList<string> heading)
    {
        var folded = heading.Select(ImportFields.Folded).ToHashSet(StringComparer.Ordinal);
        var best = Known.Where(l => l.Kind == kind).MaxBy(l => l.Headings.Keys.Count(folded.Contains));
        return best is not null && best.Headings.Keys.Count(folded.Contains) is var count && count >= FewestKnown && 2 * count >=
            folded.Count
            ? best : null;
    }

    /// <summary>The field of a heading among the others of a file; blank where it is not to be read, null where it is unknown.</summary>
    public string? FieldOf(string folded, IReadOnlySet<string> all) =>
        !Headings.TryGetValue(folded, out var field) ? null
            : !Exact.Contains(folded) && Exact.Any(e => Headings[e] == field && all.Contains(e)) ? "" : field;

    /// <summary>Headings with their fields; a mark of exclamation makes one exact.</summary>
    private static ImportLayout Of(string name, ImportKind kind, string headings)
    {
        var pairs = headings.Split('|').Select(pair => pair.Split('=')).Select(p => (Heading: ImportFields.Folded(p[0]), Field: p[1]))
            .DistinctBy(p => p.Heading).ToList();
        return new(
            name, kind,
            pairs.ToFrozenDictionary(p => p.Heading, p => p.Field.TrimEnd('!'), StringComparer.Ordinal),
            pairs.Where(p => p.Field.EndsWith('!')).Select(p => p.Heading).ToFrozenSet(StringComparer.Ordinal));
    }
}
