using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntelMQ.Bots;

namespace IntelMQ.Pipelines;

/// <summary>Writes a definition as JSON that <see cref="DefinitionReader"/> reads back. What has its default is left out.</summary>
public static class DefinitionWriter
{
    /// <summary>The definition as indented JSON in our own form.</summary>
    /// <exception cref="InvalidOperationException">Bots are objects or factories in code, which cannot be written; the message names them.</exception>
    public static string ToJson(PipelineDefinition definition) => ToJson(definition, DefinitionForm.Own);

    /// <summary>The definition as indented JSON.</summary>
    /// <inheritdoc cref="ToJson(PipelineDefinition)"/>
    public static string ToJson(PipelineDefinition definition, DefinitionForm form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // Nothing here goes into a page, so that text of all languages may stay readable.
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(writer, definition, form);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the definition as a JSON object.</summary>
    /// <inheritdoc cref="ToJson(PipelineDefinition)"/>
    public static void Write(Utf8JsonWriter writer, PipelineDefinition definition, DefinitionForm form)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(definition);
        string[] inCode = [.. definition.Bots.Where(static bot => bot.IsInCode).Select(static bot => bot.Id)];
        if (inCode.Length > 0)
            throw new InvalidOperationException($"These bots are objects or factories in code, which cannot be written: {string.Join(", ", inCode)}. Add them by their descriptor.");
        writer.WriteStartObject();
        if (form == DefinitionForm.Own)
            WriteOwn(writer, definition);
        else
            WriteIntelMQ(writer, definition);
        writer.WriteEndObject();
    }

    private static void WriteOwn(Utf8JsonWriter writer, PipelineDefinition definition)
    {
        ParameterSource source = definition.Parameters.Count > 0 ? definition.Parameters.Source : ParameterSource.Configuration;
        if (definition.Id != PipelineDefinition.DefaultId)
            writer.WriteString("id"u8, definition.Id);
        Write(writer, "queue_capacity", definition.QueueCapacity);
        Write(writer, "report_capacity", definition.ReportCapacity);
        Write(writer, "batch_size", definition.BatchSize);
        Write(writer, "stop_timeout", definition.StopTimeout);
        Write(writer, "collect_interval", definition.CollectInterval);
        Write(writer, definition.Retry);
        WriteSource(writer, source, ParameterSource.Configuration);
        if (definition.Parameters.Count > 0)
            Write(writer, "global", definition.Parameters);
        writer.WriteStartObject("bots"u8);
        foreach (BotDefinition bot in definition.Bots)
            Write(writer, bot, source, DefinitionForm.Own, definition);
        writer.WriteEndObject();
    }

    private static void WriteIntelMQ(Utf8JsonWriter writer, PipelineDefinition definition)
    {
        if (definition.Parameters.Count > 0)
            Write(writer, "global", definition.Parameters);
        foreach (BotDefinition bot in definition.Bots)
            Write(writer, bot, ParameterSource.IntelMQ, DefinitionForm.IntelMQ, definition);
    }

    private static void Write(Utf8JsonWriter writer, BotDefinition bot, ParameterSource source, DefinitionForm form, PipelineDefinition definition)
    {
        bool isOwn = form == DefinitionForm.Own;
        writer.WriteStartObject(bot.Id);
        Write(writer, "module", bot.Module.Length == 0 ? null : bot.Module);
        Write(writer, "group", bot.Group?.ToString());
        Write(writer, "name", bot.Name);
        Write(writer, "description", bot.Description);
        if (!bot.IsEnabled || !isOwn)
            writer.WriteBoolean("enabled"u8, bot.IsEnabled);
        if (bot.IsForeign)
            writer.WriteBoolean("foreign"u8, true);
        if (bot.RunMode != BotRunMode.Continuous || !isOwn)
            writer.WriteString("run_mode"u8, bot.RunMode == BotRunMode.Continuous ? "continuous" : "scheduled");
        Write(writer, "cron", bot.Cron);
        Write(writer, "cron_zone", bot.CronZone);
        Write(writer, "cron_jitter", bot.CronJitter);
        Write(writer, "collect_interval", bot.CollectInterval);
        if (bot.Instances != 1)
            writer.WriteNumber("instances"u8, bot.Instances);
        Write(writer, "partition_by", bot.PartitionBy);
        if (bot.IsOrdered)
            writer.WriteBoolean("is_ordered"u8, true);
        if (bot.HasOwnQueue)
            writer.WriteBoolean("has_own_queue"u8, true);
        Write(writer, "queue_capacity", bot.QueueCapacity);
        Write(writer, bot.Retry);
        if (isOwn)
            WriteParts(writer, bot, source);
        else
            WriteParameters(writer, bot, definition);
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, BotDefinition bot, ParameterSource source)
    {
        Write(writer, "source_queue", bot.SourceQueue);
        if (bot.Parameters.Count > 0)
        {
            WriteSource(writer, bot.Parameters.Source, source);
            Write(writer, "parameters", bot.Parameters);
        }

        if (bot.Destinations.Count > 0)
            Write(writer, "destinations", bot, static id => id);
    }

    private static void WriteParameters(Utf8JsonWriter writer, BotDefinition bot, PipelineDefinition definition)
    {
        writer.WriteStartObject("parameters"u8);
        foreach (ParameterValue parameter in bot.Parameters.All)
        {
            writer.WritePropertyName(parameter.Name);
            parameter.Value.WriteTo(writer);
        }

        Write(writer, "source_queue", bot.SourceQueue);
        if (bot.Destinations.Count > 0)
            Write(writer, "destination_queues", bot, id => (definition.Find(id)?.Queue ?? QueueName.Of(id)).Value);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, BotDefinition bot, Func<string, string> nameOf)
    {
        writer.WriteStartObject(name);
        foreach (IGrouping<string, BotDestination> path in bot.Destinations.GroupBy(static destination => destination.Path, StringComparer.Ordinal))
        {
            writer.WriteStartArray(path.Key);
            foreach (BotDestination destination in path)
                writer.WriteStringValue(nameOf(destination.BotId));
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ParameterValues parameters)
    {
        writer.WritePropertyName(name);
        parameters.ToJson().WriteTo(writer);
    }

    private static void Write(Utf8JsonWriter writer, RetryPolicy? retry)
    {
        if (retry is null)
            return;
        writer.WriteStartObject("retry"u8);
        writer.WriteNumber("max_retries"u8, retry.MaxRetries);
        Write(writer, "delay", retry.Delay);
        writer.WriteNumber("factor"u8, retry.Factor);
        Write(writer, "max_delay", retry.MaxDelay);
        writer.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter writer, ParameterSource source, ParameterSource usual)
    {
        if (source != usual)
            writer.WriteString("parameter_source"u8, source.ToString().ToLowerInvariant());
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
    }

    private static void Write(Utf8JsonWriter writer, string name, TimeSpan? value)
    {
        if (value is { } time)
            writer.WriteString(name, time.ToString("c", CultureInfo.InvariantCulture));
    }
}

/// <summary>How a definition is laid out in a document.</summary>
public enum DefinitionForm
{
    /// <summary>Our own: everything that a definition has.</summary>
    Own,

    /// <summary>
    /// IntelMQ's <c>runtime.yaml</c>: the bots and the global parameters; the settings of the pipeline itself are left out, and parameters are
    /// read as IntelMQ's.
    /// </summary>
    IntelMQ,
}
