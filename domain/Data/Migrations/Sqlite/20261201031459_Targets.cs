using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Targets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries");

            migrationBuilder.CreateTable(
                name: "SalesTargets",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    SalespersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    TeamId = table.Column<long>(type: "INTEGER", nullable: true),
                    Month = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Amount = table.Column<long>(type: "INTEGER", precision: 18, scale: 2, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SalesTargets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SalesTargets_Salespeople_SalespersonId",
                        column: x => x.SalespersonId,
                        principalTable: "Salespeople",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SalesTargets_Teams_TeamId",
                        column: x => x.TeamId,
                        principalTable: "Teams",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries",
                columns: new[] { "EstimatedCloseDate", "SalesCycleId", "Probability", "ChancesOfSuccess", "EstimatedValue", "SalespersonId" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_WonByDay",
                table: "Entries",
                columns: new[] { "DateOfChange", "SalespersonId", "SalesCycleId", "CurrentValue" },
                filter: "\"Active\" AND \"ActionTaken\" = 5");

            migrationBuilder.CreateIndex(
                name: "IX_SalesTargets_Month",
                table: "SalesTargets",
                column: "Month");

            migrationBuilder.CreateIndex(
                name: "IX_SalesTargets_SalespersonId_Month",
                table: "SalesTargets",
                columns: new[] { "SalespersonId", "Month" },
                unique: true,
                filter: "\"SalespersonId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SalesTargets_TeamId_Month",
                table: "SalesTargets",
                columns: new[] { "TeamId", "Month" },
                unique: true,
                filter: "\"TeamId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SalesTargets");

            migrationBuilder.DropIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_WonByDay",
                table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_StandingByCloseDate",
                table: "Entries",
                columns: new[] { "EstimatedCloseDate", "SalesCycleId", "Probability", "EstimatedValue", "SalespersonId" },
                filter: "\"Active\" AND \"StageId\" IS NOT NULL");
        }
    }
}
