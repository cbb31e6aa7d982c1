using IntelMQ.Schemas;

namespace IntelMQ.Pipelines;

/// <summary>Whether a bot can stand in a pipeline as its definition says; and the setup that the definition comes to.</summary>
internal static class PlacementCheck
{
    public static BotSetup Check(BotDefinition bot, PipelineOptions options, ComplaintList complaints)
    {
        foreach (string fault in bot.Retry?.Faults() ?? [])
            complaints.Add(bot, fault);
        if (bot.Instances < 1 || bot.QueueCapacity < 1 || bot.CollectInterval < TimeSpan.Zero || bot.CollectInterval > PipelineOptions.LongestWait)
            complaints.Add(bot, $"the number of instances and the capacity of the queue must be at least 1, the interval not negative, nor longer than {PipelineOptions.LongestWait.Days} days.");
        if (bot.IsOrdered && bot.PartitionBy is not null)
            complaints.Add(bot, "instances either keep the order of all messages or split them by a field, not both.");
        if (bot is { RunMode: BotRunMode.Scheduled, CollectInterval: not null })
            complaints.Add(bot, "a bot that runs when a schedule says so has no interval; leave one out.");
        if (bot is { Cron: not null, CollectInterval: not null })
            complaints.Add(bot, "runs either after an interval or at times of the calendar, not both; leave one out.");
        if (CalendarSchedule.Of(bot, out string? complaint) is { } schedule)
            complaint = schedule.NextAfter(options.BotServices.Time.GetUtcNow()) is null ? "cron names a time that never comes, such as 30 February; correct it." : null;
        if (complaint is not null)
            complaints.Add(bot, complaint);
        return new BotSetup
        {
            Id = bot.Id,
            Instances = Math.Max(bot.Instances, 1),
            IsOrdered = bot.IsOrdered,
            HasOwnQueue = bot.HasOwnQueue || bot.SourceQueue is not null,
            PartitionBy = FieldNamed(bot, options, complaints),
            QueueCapacity = bot.QueueCapacity,
            CollectInterval = bot.CollectInterval,
            Cron = bot.Cron,
            CronZone = bot.CronZone,
            CronJitter = bot.CronJitter,
            Retry = bot.Retry,
        };
    }

    private static Field<string>? FieldNamed(BotDefinition bot, PipelineOptions options, ComplaintList complaints)
    {
        if (bot.PartitionBy is not { } name)
            return null;
        Schema schema = options.Schema ?? options.Services.Schema;
        if (schema.TryGetKey(name, out _))
            return new Field<string>(name, FieldCodec.String);
        complaints.Add(bot, $"{nameof(BotSetup.PartitionBy)} is '{name}', which is not a field of the schema.{schema.Suggest(name)}");
        return null;
    }
}
