using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class OneActiveEntry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            ActiveEntries.PutRight(migrationBuilder);

            migrationBuilder.DropForeignKey(
                name: "FK_Entries_SalesCycleStage_StageId",
                table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_OneActive",
                table: "Entries",
                column: "OpportunityId",
                unique: true,
                filter: "\"Active\"");

            migrationBuilder.AddForeignKey(
                name: "FK_Entries_SalesCycleStage_StageId",
                table: "Entries",
                column: "StageId",
                principalTable: "SalesCycleStage",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Entries_SalesCycleStage_StageId",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_OneActive",
                table: "Entries");

            migrationBuilder.AddForeignKey(
                name: "FK_Entries_SalesCycleStage_StageId",
                table: "Entries",
                column: "StageId",
                principalTable: "SalesCycleStage",
                principalColumn: "Id",
                onDelete: ReferentialAction.SetNull);
        }
    }
}
