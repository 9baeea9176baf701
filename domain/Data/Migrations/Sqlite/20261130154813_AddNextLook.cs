using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddNextLook : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "NextLookOn",
                table: "Opportunities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_NextLookOn",
                table: "Opportunities",
                columns: new[] { "NextLookOn", "Id" },
                filter: "\"NextLookOn\" IS NOT NULL");

            WorkToFollow.Note(migrationBuilder, "replan//");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Opportunities_NextLookOn",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "NextLookOn",
                table: "Opportunities");
        }
    }
}
