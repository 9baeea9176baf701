using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class AddStageStays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Entries_ClosedByDay",
                table: "Entries");

            migrationBuilder.CreateTable(
                name: "StageStays",
                columns: table => new
                {
                    EntryId = table.Column<long>(type: "bigint", nullable: false),
                    OpportunityId = table.Column<long>(type: "bigint", nullable: false),
                    SalesCycleId = table.Column<long>(type: "bigint", nullable: false),
                    StageId = table.Column<long>(type: "bigint", nullable: false),
                    SalespersonId = table.Column<long>(type: "bigint", nullable: false),
                    EnteredOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EarlierOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Days = table.Column<int>(type: "int", nullable: true),
                    WentOn = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StageStays", x => x.EntryId);
                    table.ForeignKey(
                        name: "FK_StageStays_Entries_EntryId",
                        column: x => x.EntryId,
                        principalTable: "Entries",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_StageStays_Opportunities_OpportunityId",
                        column: x => x.OpportunityId,
                        principalTable: "Opportunities",
                        principalColumn: "Id");
                    table.ForeignKey(
                        name: "FK_StageStays_SalesCycleStage_StageId",
                        column: x => x.StageId,
                        principalTable: "SalesCycleStage",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StageStays_SalesCycles_SalesCycleId",
                        column: x => x.SalesCycleId,
                        principalTable: "SalesCycles",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_StageStays_Salespeople_SalespersonId",
                        column: x => x.SalespersonId,
                        principalTable: "Salespeople",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Entries_ClosedByReason",
                table: "Entries",
                columns: new[] { "ActionTaken", "CloseReasonId", "SalesCycleId", "DateOfChange", "EstimatedValue", "CurrentValue", "SalespersonId" },
                filter: "\"Active\" = 1 AND \"CloseReasonId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_EndedByStage",
                table: "Entries",
                columns: new[] { "SalesCycleId", "StageId", "EstimatedCloseDate", "DaysOpen", "OpportunityId" },
                filter: "\"DaysOpen\" IS NOT NULL AND \"StageId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_StageStays_BySalesperson",
                table: "StageStays",
                columns: new[] { "SalespersonId", "SalesCycleId", "StageId", "Days", "WentOn", "EnteredOn", "EarlierOn" });

            migrationBuilder.CreateIndex(
                name: "IX_StageStays_ByStage",
                table: "StageStays",
                columns: new[] { "SalesCycleId", "StageId", "Days", "WentOn", "EnteredOn", "EarlierOn", "SalespersonId" });

            migrationBuilder.CreateIndex(
                name: "IX_StageStays_OpportunityId",
                table: "StageStays",
                column: "OpportunityId");

            migrationBuilder.CreateIndex(
                name: "IX_StageStays_StageId",
                table: "StageStays",
                column: "StageId");

            WorkToFollow.Note(migrationBuilder, "stays//");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StageStays");

            migrationBuilder.DropIndex(
                name: "IX_Entries_ClosedByReason",
                table: "Entries");

            migrationBuilder.DropIndex(
                name: "IX_Entries_EndedByStage",
                table: "Entries");

            migrationBuilder.CreateIndex(
                name: "IX_Entries_ClosedByDay",
                table: "Entries",
                columns: new[] { "DateOfChange", "ActionTaken", "CloseReasonId", "EstimatedValue", "CurrentValue", "SalespersonId", "SalesCycleId" },
                filter: "\"Active\" = 1 AND \"StageId\" IS NULL");
        }
    }
}
