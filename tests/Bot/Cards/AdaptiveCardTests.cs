using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOpportunities.Bot.Cards;
using ChatOpportunities.Domain.Language;
using ChatOpportunities.Tests.Support;

namespace ChatOpportunities.Tests.Bot.Cards;

public partial class AdaptiveCardTests
{
    private static readonly Texts English = new(CultureInfo.GetCultureInfo("en-US"), "EUR");
    private static readonly Texts French = new(CultureInfo.GetCultureInfo("fr-FR"), "EUR");

    private static ActionExecute Move(string title) =>
        ActionExecute.For(title, "opportunity.move", new MovePayload(7, null), Payloads.Default.MovePayload);

    [Fact]
    public void ACardSerialisesToExactlyTheSchemasShape()
    {
        var card = CardParts.Card(
            English,
            "OPP-7 *Contoso*",
            CardParts.Heading("Contoso *rollout*"),
            CardParts.Facts(("Value", "45,000 EUR"), ("Close date", null), ("Contact", "[x](http://evil)")),
            new InputText
            {
                Id = "title",
                Label = CardParts.Required(English, "Title"),
                IsRequired = true,
                ErrorMessage = "Enter a title.",
                MaxLength = 100,
            },
            CardParts.Missing(English, "the title", "title"),
            new InputDate { Id = "closeDate", Label = "Close date", Value = new DateOnly(2026, 6, 30) },
            new InputNumber { Id = "value", Label = "Value", Value = 45000m, Min = 0 },
            new InputChoiceSet
            {
                Id = "contact",
                Label = "Contact",
                Style = ChoiceSetStyle.Filtered,
                Choices = [new("A*B", "12")],
                ChoicesData = new DataQuery("contacts"),
                Value = "12",
            },
            new InputToggle { Id = "now", Label = "Start", Title = "Start now", Value = "false", IsVisible = false },
            CardParts.Buttons(Move("Next stage") with { Style = ActionStyle.Positive })) with
        {
            Refresh = Refresh.For("opportunity.show", new MovePayload(7, 2), Payloads.Default.MovePayload, ["29:a", "29:a", "29:b"]),
            Msteams = new TeamsCardOptions { Width = "full" },
        };

        const string Expected = """
            { "type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": "1.5",
              "lang": "en", "fallbackText": "OPP-7 *Contoso*", "speak": "OPP-7 *Contoso*",
              "refresh": { "action": { "type": "Action.Execute", "verb": "opportunity.show", "data": { "opportunityId": 7, "stage": 2 } }, "userIds": ["29:a", "29:b"] },
              "msteams": { "width": "full" },
              "body": [
                { "type": "TextBlock", "text": "Contoso \\*rollout\\*", "size": "Large", "weight": "Bolder", "wrap": true, "style": "heading" },
                { "type": "FactSet", "facts": [ { "title": "Value", "value": "45,000 EUR" }, { "title": "Contact", "value": "\\[x\\]\\(http://evil)" } ] },
                { "type": "Input.Text", "id": "title", "label": "Title (required)", "isRequired": true, "errorMessage": "Enter a title.", "maxLength": 100 },
                { "type": "TextBlock", "id": "titleNote", "text": "Missing: the title", "weight": "Bolder", "color": "Attention", "wrap": true, "spacing": "None" },
                { "type": "Input.Date", "id": "closeDate", "label": "Close date", "value": "2026-06-30" },
                { "type": "Input.Number", "id": "value", "label": "Value", "value": 45000, "min": 0 },
                { "type": "Input.ChoiceSet", "id": "contact", "label": "Contact", "choices": [ { "title": "A*B", "value": "12" } ],
                  "choices.data": { "type": "Data.Query", "dataset": "contacts" }, "style": "filtered", "value": "12", "wrap": true },
                { "type": "Input.Toggle", "id": "now", "label": "Start", "title": "Start now", "value": "false", "wrap": true, "isVisible": false },
                { "type": "ActionSet", "actions": [
                  { "type": "Action.Execute", "title": "Next stage", "style": "positive", "verb": "opportunity.move", "data": { "opportunityId": 7 },
                    "msteams": { "feedback": { "hide": true } },
                    "fallback": { "type": "Action.Submit", "title": "Next stage", "style": "positive", "data": { "verb": "opportunity.move", "opportunityId": 7 } } } ] }
              ] }
            """;
        using var expected = JsonDocument.Parse(Expected);
        var json = CardAssert.IsSound(card);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, json), json.GetRawText());
        Assert.StartsWith(
            """{"type":"AdaptiveCard","$schema":"http://adaptivecards.io/schemas/adaptive-card.json","version":"1.5",""", json.GetRawText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void LayoutsAndNewerElementsSerialiseWithTheirFallbacks()
    {
        var card = new AdaptiveCard
        {
            Body =
            [
                new ColumnSet { Columns = [new Column { Width = "stretch", Items = [CardParts.Line("a")] }] },
                new RichTextBlock { Inlines = [new TextRun { Text = "*raw*", IsSubtle = true }] },
                new Table
                {
                    Columns = [new TableColumn(2), new TableColumn(1, HorizontalAlignment.Right)],
                    Rows = [new TableRow { Cells = [new TableCell { Items = [CardParts.Paragraph("x")] }] }],
                },
                CardParts.Badge("At *risk*", BadgeStyle.Warning),
                CardParts.Bar(40, 100),
                CardParts.Segments(1, 2, "Stage 1 of 2"),
            ],
            Actions =
            [
                new ActionOpenUrl { Title = "Open", Url = new Uri("https://portal.example/opportunities/OPP-7") },
                new ActionToggleVisibility { Title = "More", TargetElements = ["more"] },
                new ActionShowCard { Title = "Ask", Card = new AdaptiveCard { Schema = null, Body = [] } },
            ],
        };

        const string Expected = """
            { "type": "AdaptiveCard", "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "version": "1.5",
              "body": [
                { "type": "ColumnSet", "columns": [ { "type": "Column", "width": "stretch", "items": [ { "type": "TextBlock", "text": "a", "isSubtle": true, "wrap": true, "spacing": "Small" } ] } ] },
                { "type": "RichTextBlock", "inlines": [ { "type": "TextRun", "text": "*raw*", "isSubtle": true } ] },
                { "type": "Table", "columns": [ { "width": 2 }, { "width": 1, "horizontalCellContentAlignment": "Right" } ], "firstRowAsHeaders": true,
                  "rows": [ { "type": "TableRow", "cells": [ { "type": "TableCell", "items": [ { "type": "TextBlock", "text": "x", "wrap": true } ] } ] } ] },
                { "type": "Badge", "text": "At *risk*", "style": "Warning", "appearance": "Tint", "fallback": { "type": "TextBlock", "text": "At \\*risk\\*", "weight": "Bolder", "wrap": true } },
                { "type": "ProgressBar", "value": 40, "max": 100, "color": "Accent", "spacing": "Small",
                  "fallback": { "type": "TextBlock", "text": "████████", "color": "Accent", "wrap": false, "spacing": "None" } },
                { "type": "Container", "items": [
                  { "type": "ColumnSet", "columns": [
                    { "type": "Column", "width": "stretch", "spacing": "Small", "items": [
                      { "type": "ProgressBar", "value": 1, "max": 1, "color": "Accent", "fallback": { "type": "Container", "style": "accent", "minHeight": "8px", "items": [
                        { "type": "TextBlock", "text": "1", "size": "Small", "weight": "Bolder", "wrap": true, "horizontalAlignment": "Center" } ] } } ] },
                    { "type": "Column", "width": "stretch", "spacing": "Small", "items": [
                      { "type": "ProgressBar", "value": 0, "max": 1, "color": "Accent", "fallback": { "type": "Container", "style": "emphasis", "minHeight": "8px", "items": [
                        { "type": "TextBlock", "text": "2", "size": "Small", "weight": "Default", "wrap": true, "horizontalAlignment": "Center" } ] } } ] } ] },
                  { "type": "TextBlock", "text": "Stage 1 of 2", "isSubtle": true, "wrap": true, "spacing": "Small" } ] }
              ],
              "actions": [
                { "type": "Action.OpenUrl", "title": "Open", "url": "https://portal.example/opportunities/OPP-7" },
                { "type": "Action.ToggleVisibility", "title": "More", "targetElements": ["more"] },
                { "type": "Action.ShowCard", "title": "Ask", "card": { "type": "AdaptiveCard", "version": "1.5", "body": [] } }
              ] }
            """;
        using var expected = JsonDocument.Parse(Expected);
        var json = CardAssert.IsSound(card);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, json), json.GetRawText());
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)] // segments would be cramped on a phone
    public void ManyStepsAreOneBar_ThatOtherClientsGetAsBlocksOfText(int count, bool inSegments)
    {
        var steps = CardParts.Segments(3, count, "Stage 3").Items[0];

        Assert.Equal(inSegments, steps is ColumnSet);
        Assert.Equal(!inSegments, steps is ProgressBar { Value: 3, Fallback: TextBlock { Text: "████████" } });
    }

    [Theory]
    [InlineData(0, 0, "▏")]
    [InlineData(0, 50, "▏")]
    [InlineData(1, 1000, "█")]
    [InlineData(1000, 1000, "████████████████████")]
    public void ABarIsNeverMissingAndNeverLongerThanTheLongest(int value, int longest, string blocks) =>
        Assert.Equal(blocks, Assert.IsType<TextBlock>(CardParts.Bar(value, longest).Fallback).Text);

    [Fact]
    public void GivenAButton_WhenItsLooksChange_ThenItsFallbackFollows()
    {
        var button = Move("Cancel") with { Title = "Stop", Mode = ActionMode.Secondary, AssociatedInputs = AssociatedInputs.None };

        var fallback = Assert.IsType<ActionSubmit>(button.Fallback);

        Assert.Equal(("Stop", ActionMode.Secondary, AssociatedInputs.None), (fallback.Title, fallback.Mode, fallback.AssociatedInputs));
    }

    [Fact]
    public void DataThatWouldHideTheVerbIsRefused()
    {
        Assert.Throws<ArgumentException>(() => ActionExecute.For("Go", "go", new VerbPayload("other"), Payloads.Default.VerbPayload));
        Assert.Throws<ArgumentException>(() => ActionExecute.For("Go", "go", 7, Payloads.Default.Int32));
    }

    [Fact]
    public void ARefreshNamesAtMostSixtyViewers()
    {
        var refresh = Refresh.For(
            "show", new MovePayload(1, null), Payloads.Default.MovePayload, Enumerable.Range(0, 100).Select(i => $"29:{i}"));

        Assert.Equal(60, refresh.UserIds.Count);
    }

    [Fact]
    public void EveryPartSpeaksFrench()
    {
        Assert.Equal("Titre (obligatoire)", CardParts.Required(French, "Titre"));
        Assert.Equal("Attention\u00A0: échéance passée", CardParts.Warning(French, "échéance passée").Text);
        Assert.Equal("C’est fait\u00A0: gagnée", CardParts.Done(French, "gagnée").Text);
        Assert.Equal("Il manque\u00A0: le titre", CardParts.Missing(French, "le titre").Text);
        Assert.Equal("Refusé\u00A0: trop long", CardParts.Wrong(French, "trop long").Text);
        Assert.Equal("À vérifier\u00A0: deux Anna", CardParts.Unsure(French, "deux Anna").Text);
        Assert.Equal("fr", CardParts.Card(French, "x").Lang);
    }

    [Fact]
    public void TheSizeIsThatOfTheJson()
    {
        var card = CardParts.Card(English, "é", CardParts.Paragraph("👍"));

        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(card.ToJson().GetRawText()), card.SizeInBytes());
    }

    internal sealed record MovePayload(long OpportunityId, int? Stage);

    internal sealed record VerbPayload(string Verb);

    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(MovePayload))]
    [JsonSerializable(typeof(VerbPayload))]
    [JsonSerializable(typeof(int))]
    internal sealed partial class Payloads : JsonSerializerContext;
}
