using System.Globalization;

namespace IntelMQ.Notifications.Outbox;

/// <summary>The form of ticket numbers: the day (UTC) and eight digits or more, as intelmq-mailgen's.</summary>
internal static class TicketNumber
{
    public static string Of(DateTimeOffset time, long number) => string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyyMMdd}-{number:D8}");
}
