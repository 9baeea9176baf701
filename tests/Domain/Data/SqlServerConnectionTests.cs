using ChatOpportunities.Domain;
using ChatOpportunities.Domain.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ChatOpportunities.Tests.Domain.Data;

/// <summary>What a connection to SQL Server always has, whatever the operator wrote.</summary>
public sealed class SqlServerConnectionTests
{
    [Theory]
    [InlineData("Server=nowhere")]
    [InlineData("Server=nowhere;MultipleActiveResultSets=True")]
    [InlineData("Server=nowhere;MultipleActiveResultSets=True;")]
    public void SavepointsAreTaken_AlsoWhereSeveralResultsAtOnceAreAskedFor(string connection)
    {
        using var services = new ServiceCollection()
            .AddDomain(new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = connection }).BuildServiceProvider();
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<OpportunitiesContext>();

        Assert.True(db.Database.AutoSavepointsEnabled);
        Assert.False(new SqlConnectionStringBuilder(db.Database.GetConnectionString()).MultipleActiveResultSets);
    }
}
