using System.Net;
using System.Text;
using IntelMQ.Bots;
using IntelMQ.Bots.Collectors;
using IntelMQ.Bots.Experts;
using IntelMQ.Bots.Outputs;
using IntelMQ.Bots.Parsers.AbuseCh;
using IntelMQ.Harmonization;
using IntelMQ.Messages;
using IntelMQ.Pipelines;
using IntelMQ.Schemas;

namespace Snippets;

/// <summary>docs/concepts.md.</summary>
public static class Concepts
{
    public static void TypedFields()
    {
        // #region typed
        var message = new Event();
        message[Fields.Source.Ip] = IPAddress.Parse("192.0.2.7");
        message[Fields.Source.Port] = 443;
        message[Fields.Source.Port] = null;                               // null removes
        message["extra.sensor"].ToString();                               // any field by its name; "" where it is absent

        IPAddress? address = message[Fields.Source.Ip];
        bool known = message.TryGet(Fields.Source.Asn, out long asn);     // false: the field is absent
        // #endregion
        Console.WriteLine($"{address} {known} {asn}");
    }

    public static void SettingFields()
    {
        // #region set
        var message = new Event();
        Console.WriteLine(message.Set("source.asn", "AS64496"));          // text becomes a number
        Console.WriteLine(message.Set("source.asn", "64497"));
        Console.WriteLine(message.Set("source.url", "hxxp://example.com/"));
        Console.WriteLine(message.Set("source.fqdn", "N/A"));             // means "nothing"
        Console.WriteLine(message.Set("source.ip", "192.0.2.300"));
        Console.WriteLine(message.Set("source.ipp", "192.0.2.7"));
        Console.WriteLine(message);
        // #endregion
    }

    public static void FormsOfJson()
    {
        Event.TryParse(Encoding.UTF8.GetBytes("""{"source.ip": "192.0.2.7", "extra.tags": ["a", "b"]}"""), Schema.Default, out Event? message, out _);
        Show(message!);
    }

    public static void AnOwnField()
    {
        // #region schema
        Schema schema = Schema.Default.With(new FieldDefinition("customer.id", HarmonizationTypes.Integer, "The customer whose address it is."));
        var message = new Event(schema);
        Console.WriteLine(message.Set("customer.id", "1007"));
        Console.WriteLine(message.Set("customer.id", "unknown"));
        // #endregion
    }

    public static async Task Paths()
    {
        await File.WriteAllTextAsync("rules.sieve", "if source.ip << '192.0.2.0/24' { path ['_default', 'duty'] }");
        // #region paths
        await using Pipeline pipeline = Pipeline.Create(p => p
            .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds", Postfix = ".json" }))
            .Parse(new FeodoTrackerParser(new()))
            .OnError(errors => errors.Output(new FileOutput(new FileOutputOptions { File = "failed.jsonl" })))
            .Expert(new SieveExpert(new SieveExpertOptions { File = "rules.sieve" }))
            .To("duty", duty => duty.Output(new FileOutput(new FileOutputOptions { File = "duty.jsonl" })))
            .Output(new FileOutput(new FileOutputOptions { File = "events.jsonl" })));
        // #endregion
        await pipeline.RunAsync(CancellationToken.None);
        foreach (string file in (string[])["events.jsonl", "duty.jsonl", "failed.jsonl"])
            Console.WriteLine($"{file}: {File.ReadAllLines(file).Length}");
    }

    public static void AMistakeInAPipeline()
    {
        // #region complaints
        try
        {
            Pipeline.Create(p => p
                .Collect(new FileCollector(new FileCollectorOptions { Path = "feeds" }))
                .Parse(new FeodoTrackerParser(new()))
                .To("duty", duty => duty.Output(new FileOutput(new FileOutputOptions { File = "duty.jsonl" }))));
        }
        catch (PipelineConfigurationException exception)
        {
            foreach (string complaint in exception.Complaints)
                Console.WriteLine(complaint);
        }
        // #endregion
    }

    private static void Show(Event message)
    {
        // #region json
        Console.WriteLine(Encoding.UTF8.GetString(message.ToJson(MessageFormat.WithType)));
        Console.WriteLine(Encoding.UTF8.GetString(message.ToJson(MessageFormat.Hierarchical)));
        Console.WriteLine(MessageHash.ComputeText(message, HashFilter.AllBut("time.observation", "raw")));
        // #endregion
    }
}
