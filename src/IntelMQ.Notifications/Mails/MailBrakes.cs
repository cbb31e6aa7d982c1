using System.Globalization;
using IntelMQ.Notifications.Outbox;

namespace IntelMQ.Notifications.Mails;

/// <summary>When an automatic run stops, until somebody approves it.</summary>
public sealed record MailBrakes
{
    /// <summary>Mails, recipients, or events are more than so many times the median of the days with mails among the last <see cref="Days"/>.</summary>
    public double Factor { get; init; } = 3;

    /// <summary>How many days are looked at.</summary>
    public int Days { get; init; } = 14;

    /// <summary>A run of at most so many mails is never stopped for its volume.</summary>
    public int AlwaysMails { get; init; } = 20;

    /// <summary>A run of at most so many events is never stopped for its volume.</summary>
    public long AlwaysRows { get; init; } = 1000;

    /// <summary>A recipient that was never sent a mail gets at most so many events without approval.</summary>
    public long NewRecipientRows { get; init; } = 1000;

    /// <summary>What is too much about a run; empty where it may go on.</summary>
    /// <param name="days">What was prepared before, by day.</param>
    /// <param name="mails">The run's mails.</param>
    /// <param name="recipients">The run's recipients.</param>
    /// <param name="rows">The run's events.</param>
    internal IEnumerable<string> Complain(IReadOnlyList<MailDay> days, long mails, long recipients, long rows)
    {
        if (mails > AlwaysMails && Exceeds(days, static day => day.Mails, mails) is { } usualMails)
            yield return string.Create(CultureInfo.InvariantCulture, $"{mails} mails are more than {Factor:0.##} times the usual {usualMails:0.#}");
        if (mails > AlwaysMails && Exceeds(days, static day => day.Recipients, recipients) is { } usualRecipients)
            yield return string.Create(CultureInfo.InvariantCulture, $"{recipients} recipients are more than {Factor:0.##} times the usual {usualRecipients:0.#}");
        if (rows > AlwaysRows && Exceeds(days, static day => day.Rows, rows) is { } usualRows)
            yield return string.Create(CultureInfo.InvariantCulture, $"{rows} events are more than {Factor:0.##} times the usual {usualRows:0.#}");
    }

    // Without days before, nothing is usual.
    private double? Exceeds(IReadOnlyList<MailDay> days, Func<MailDay, long> count, long now)
    {
        long[] counts = [.. days.Select(count).Order()];
        double median = counts.Length == 0 ? 0 : (counts[(counts.Length - 1) / 2] + counts[counts.Length / 2]) / 2.0;
        return now > Factor * median ? median : null;
    }
}
