using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatOpportunities.Domain.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class NextStepsAndReminderRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "AloneKinds",
                table: "Salespeople",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "BriefAt",
                table: "Salespeople",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "QuietFrom",
                table: "Salespeople",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<TimeOnly>(
                name: "QuietTo",
                table: "Salespeople",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "OpportunityId",
                table: "Reminders",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<bool>(
                name: "Alone",
                table: "Reminders",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "DueOn",
                table: "Reminders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "MessageId",
                table: "Reminders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SeenAt",
                table: "Reminders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SinceOn",
                table: "Reminders",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "TaskId",
                table: "Reminders",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "CloseDateMoves",
                table: "Opportunities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "LimitWorkingDays",
                table: "Opportunities",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "NextStep",
                table: "Opportunities",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "NextStepDate",
                table: "Opportunities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "NextSteps",
                table: "Opportunities",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "WorkedAt",
                table: "Opportunities",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SlipReason",
                table: "Entries",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "SlippedFrom",
                table: "Entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "StageVisit",
                table: "Entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "ReminderRules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Key = table.Column<int>(type: "INTEGER", nullable: false),
                    NearCloseDays = table.Column<int>(type: "INTEGER", nullable: true),
                    NoActivityDays = table.Column<int>(type: "INTEGER", nullable: true),
                    EscalateAfterDays = table.Column<int>(type: "INTEGER", nullable: true),
                    AlonePerHour = table.Column<int>(type: "INTEGER", nullable: false),
                    AloneKinds = table.Column<int>(type: "INTEGER", nullable: false),
                    BriefAt = table.Column<TimeOnly>(type: "TEXT", nullable: false),
                    QuietFrom = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    QuietTo = table.Column<TimeOnly>(type: "TEXT", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReminderRules", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Reminders_MessageId",
                table: "Reminders",
                column: "MessageId");

            migrationBuilder.CreateIndex(
                name: "IX_Reminders_SalespersonId_SentAt",
                table: "Reminders",
                columns: new[] { "SalespersonId", "SentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Reminders_State_Id",
                table: "Reminders",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Entries_MadeAt",
                table: "Entries",
                column: "MadeAt");

            migrationBuilder.CreateIndex(
                name: "IX_ReminderRules_Key",
                table: "ReminderRules",
                column: "Key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ReminderRules");

            migrationBuilder.DropIndex(
                name: "IX_Reminders_MessageId",
                table: "Reminders");

            migrationBuilder.DropIndex(
                name: "IX_Reminders_SalespersonId_SentAt",
                table: "Reminders");

            migrationBuilder.DropIndex(
                name: "IX_Reminders_State_Id",
                table: "Reminders");

            migrationBuilder.DropIndex(
                name: "IX_Entries_MadeAt",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "AloneKinds",
                table: "Salespeople");

            migrationBuilder.DropColumn(
                name: "BriefAt",
                table: "Salespeople");

            migrationBuilder.DropColumn(
                name: "QuietFrom",
                table: "Salespeople");

            migrationBuilder.DropColumn(
                name: "QuietTo",
                table: "Salespeople");

            migrationBuilder.DropColumn(
                name: "Alone",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "DueOn",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "MessageId",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "SeenAt",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "SinceOn",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "TaskId",
                table: "Reminders");

            migrationBuilder.DropColumn(
                name: "CloseDateMoves",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "LimitWorkingDays",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "NextStep",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "NextStepDate",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "NextSteps",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "WorkedAt",
                table: "Opportunities");

            migrationBuilder.DropColumn(
                name: "SlipReason",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "SlippedFrom",
                table: "Entries");

            migrationBuilder.DropColumn(
                name: "StageVisit",
                table: "Entries");

            migrationBuilder.AlterColumn<long>(
                name: "OpportunityId",
                table: "Reminders",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }
    }
}
