using System.Globalization;

namespace ChatOpportunities.Tests.Browser;

/// <summary>The whole life of an opportunity in French, and the manager's review, through the Playground's own interface.</summary>
[Collection(BrowserTests.Name)]
public sealed class LifeTests(Chromium chromium)
{
    [Fact]
    public async Task FromCaptureToClosing_InFrench()
    {
        await using var product = new ProductProcess();
        await product.StartAsync("chloe@lumen-supply.example");
        var page = await PlaygroundPage.OpenAsync(chromium, product);
        await page.WaitForCardAsync("Bienvenue, Chloé Martin");
        var inAWeek = TimeProvider.System.GetUtcNow().AddDays(7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var card = await page.SayAsync("nouveau Fabrikam Clinics éclairage du hall 24k, clôture dans 3 mois", "Nouvelle opportunité");
        await card.ScreenshotAsync("vie-1-saisie");
        await card.PressAsync("Enregistrer");
        await card.ShowsAsync("Enregistrée sous OPP-");
        await card.ShowsAsync("Étape 1 sur 5");
        var no = await card.NumberAsync();
        await card.ScreenshotAsync("vie-2-carte");

        await card.PressAsync("Plus");
        await card.ScreenshotAsync("vie-3-plus");
        await card.PressAsync("Prochaine action…");
        await card.FillAsync("Prochaine action", "Appeler Marc Dubois");
        await card.FillAsync("Jour", inAWeek);
        await card.PressAsync("Enregistrer");
        await card.ShowsAsync("Appeler Marc Dubois (");
        await card.ScreenshotAsync("vie-4-prochaine-action");

        await card.PressAsync("Suivant");
        await card.ShowsAsync("Étape 2 sur 5");
        await card.PressAsync("Annuler cela");
        await card.ShowsAsync("Tout est comme avant");
        await card.ShowsAsync("Étape 1 sur 5");
        await card.ScreenshotAsync("vie-5-annule");
        await card.PressAsync("Suivant");
        await card.ShowsAsync("Étape 2 sur 5");

        await card.PressAsync("Suivant");
        await card.ShowsAsync("Il manque quelque chose pour avancer.");
        await card.FillAsync("Numéro du devis", "D-77");
        await card.ScreenshotAsync("vie-6-devis-manquant");
        await card.PressAsync("Enregistrer et avancer");
        await card.ShowsAsync("Étape 3 sur 5");
        await card.UnfoldAsync("Détails");
        await card.ShowsAsync("D-77");

        await card.PressAsync("Plus");
        await card.PressAsync("Tâches");
        await card.ScreenshotAsync("vie-7-taches");
        await card.PressAsync("Ajouter une tâche…");
        await card.FillAsync("Ce qu’il faut faire", "Envoyer des échantillons");
        await card.FillAsync("Jour", inAWeek);
        await card.PressAsync("Enregistrer");
        await card.ShowsAsync("Ajoutée : Envoyer des échantillons");
        await card.PressAsync("Retour");

        await card.PressAsync("Plus");
        await card.PressAsync("Autre étape…");
        await card.ChooseAsync("Étape", "Revenir à Initial");
        await card.ScreenshotAsync("vie-8-autre-etape");
        await card.PressAsync("Déplacer");
        await card.ShowsAsync("Étape 1 sur 5");
        await card.PressAsync("Annuler cela");
        await card.ShowsAsync("Étape 3 sur 5");

        await card.PressAsync("Affecter");
        await card.ChooseAsync("Vendeur", "Ben Okafor");
        await card.ScreenshotAsync("vie-9-affecter");
        await card.PressAsync("Affecter");
        await card.ShowsAsync("Ben Okafor");
        await card.OffersNoAsync("Suivant");
        await card.ScreenshotAsync("vie-10-affectee");
        await card.PressAsync("Annuler cela");
        await card.OffersAsync("Suivant");

        var won = await page.SayAsync("gagnée " + no, "Clôturer : gagnée");
        await won.ChooseAsync("Motif", "Good advice");
        await won.ScreenshotAsync("vie-11-cloture");
        await won.PressAsync("Clôturer : gagnée");
        await won.ShowsAsync("Félicitations");
        await won.ScreenshotAsync("vie-12-gagnee");
        await page.CloseAsync();
    }

    [Fact]
    public async Task AManagerReviewsTheTeamDealByDeal()
    {
        await using var product = new ProductProcess();
        await product.StartAsync("david@lumen-supply.example");
        var page = await PlaygroundPage.OpenAsync(chromium, product);
        await page.WaitForCardAsync("Welcome, David Lindqvist");

        var pipeline = await page.SayAsync("pipeline", "under way, worth");
        await pipeline.ScreenshotAsync("review-1-pipeline");
        await pipeline.PressAsync("As a table");
        await pipeline.ShowsAsync("New business: Qualification");
        await pipeline.ScreenshotAsync("review-2-table");

        var review = await page.SayAsync("review", "Review: 1 of ");
        await review.ScreenshotAsync("review-3-first");
        await review.PressAsync("Next one");
        await review.ShowsAsync("Review: 2 of ");
        await review.PressAsync("Decide…");
        await review.PressAsync("Update");
        await review.FillAsync("Estimated value", "77777");
        await review.PressAsync("Save");
        await review.ShowsAsync("77,777 EUR");
        await review.ScreenshotAsync("review-4-decided");
        await review.PressBeginningAsync("Back to the review (2 of ");
        await review.ShowsAsync("Review: 2 of ");

        await product.KillAsync();
        await product.StartAsync("david@lumen-supply.example");
        var again = await PlaygroundPage.OpenAsync(chromium, product);
        review = await again.SayAsync("review", "Review: 2 of ");
        await review.PressAsync("End the review");
        await review.ShowsAsync("The review is over: 1 changes.");
        await review.ScreenshotAsync("review-5-end");
        await again.CloseAsync();
    }
}
