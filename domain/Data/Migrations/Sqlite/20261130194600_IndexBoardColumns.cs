using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IndexBoardColumns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingOnStage",
                table: "Entries",
                columns: new[] { "StageId", "EstimatedCloseDate", "OpportunityId", "SalespersonId", "SalesCycleId" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingOnStage",
                table: "Entries");
        }
    }
}
