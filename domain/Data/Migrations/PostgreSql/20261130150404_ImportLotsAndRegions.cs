using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class ImportLotsAndRegions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Files that were brought before are kept in another form; they are brought again.
            migrationBuilder.Sql("DELETE FROM \"Imports\";");

            migrationBuilder.AddColumn<string>(
                name: "Region",
                table: "Salespeople",
                type: "character varying(2)",
                maxLength: 2,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Opportunities",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ExternalId",
                table: "Contacts",
                type: "character varying(100)",
                maxLength: 100,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ImportLots",
                columns: table => new
                {
                    ImportId = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    States = table.Column<int>(type: "integer", nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    Content = table.Column<string>(type: "text", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ImportLots", x => new { x.ImportId, x.Number });
                    table.ForeignKey(
                        name: "FK_ImportLots_Imports_ImportId",
                        column: x => x.ImportId,
                        principalTable: "Imports",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_ExternalId",
                table: "Opportunities",
                column: "ExternalId",
                filter: "\"ExternalId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_ExternalId",
                table: "Contacts",
                column: "ExternalId",
                filter: "\"ExternalId\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ImportLots");

            migrationBuilder.DropIndex(
                name: "IX_Opportunities_ExternalId",
                table: "Opportunities");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_ExternalId",
                table: "Contacts");

            migrationBuilder.DropColumn(
                name: "Region",
                table: "Salespeople");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "ExternalId",
                table: "Contacts");
        }
    }
}
