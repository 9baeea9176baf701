using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Reminders_SentByDay",
                table: "Reminders",
                columns: new[] { "SentAt", "State", "SeenAt" },
                filter: "\"SentAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Reminders_Stuck",
                table: "Reminders",
                columns: new[] { "State", "DueAt" },
                filter: "\"LastError\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Opportunities_ChangedAt_Id_Status",
                table: "Opportunities",
                columns: new[] { "ChangedAt", "Id", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_Contacts_Email",
                table: "Contacts",
                column: "Email",
                filter: "\"Email\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Reminders_SentByDay",
                table: "Reminders");

            migrationBuilder.DropIndex(
                name: "IX_Reminders_Stuck",
                table: "Reminders");

            migrationBuilder.DropIndex(
                name: "IX_Opportunities_ChangedAt_Id_Status",
                table: "Opportunities");

            migrationBuilder.DropIndex(
                name: "IX_Contacts_Email",
                table: "Contacts");
        }
    }
}
