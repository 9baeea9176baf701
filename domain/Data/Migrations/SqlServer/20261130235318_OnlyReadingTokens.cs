using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OnlyReadingTokens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "OnlyReads",
                table: "ApiTokens",
                type: "bit",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "OnlyReads",
                table: "ApiTokens");
        }
    }
}
