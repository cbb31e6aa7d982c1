namespace IntelMQ.Generators.Tests;

/// <summary>Declarations as users write them.</summary>
internal static class Samples
{
    /// <summary>A bot with a parameter of every kind.</summary>
    public const string Everything = """
        using System;
        using System.Collections.Generic;
        using System.Text.Json;
        using IntelMQ.Bots;
        using IntelMQ.Messages;

        namespace Example;

        /// <summary>How much is said.</summary>
        public enum Detail
        {
            Short,
            NotSoShort,
            [Parameter("every-word")]
            All,
        }

        /// <summary>What several bots share.</summary>
        public sealed partial class ServiceOptions : OptionsPart
        {
            /// <summary>The address of the service.</summary>
            [Required("give the address of the service")]
            [Reaches(Outside.Url)]
            public string? ServiceUrl { get; set; }

            /// <summary>The key for the service.</summary>
            public Secret? ServiceKey { get; set; }

            /// <summary>How long an answer may take.</summary>
            [Range(0, 60, MinimumIsExclusive = true)]
            [Unit("seconds")]
            public TimeSpan ServiceTimeout { get; set; } = TimeSpan.FromSeconds(5);

            public override void Validate(ICollection<string> complaints)
            {
                if (ServiceUrl == "nowhere")
                    complaints.Add("service_url is nowhere: give another.");
            }
        }

        public abstract partial class CommonOptions : BotOptions
        {
            /// <summary><c>overwrite</c>: whether <see cref="Event"/>s' values are replaced, <c>true</c> or <see langword="false"/>.</summary>
            public bool Overwrite { get; set; }
        }

        public sealed partial class EverythingOptions : CommonOptions
        {
            /// <summary>The service.</summary>
            public ServiceOptions Service { get; } = new();

            /// <summary>How many.</summary>
            [Range(1)]
            public int Count { get; set; } = 3;

            /// <summary>How many at most.</summary>
            public long? Limit { get; set; }

            /// <summary>The share.</summary>
            [Range(0, 1)]
            public double Ratio { get; set; } = 0.5;

            /// <summary>The time between two looks.</summary>
            [Unit("minutes")]
            public TimeSpan? Interval { get; set; }

            /// <summary>
            /// How much is said, with a "quote", a \ and
            /// a line end.
            /// </summary>
            public Detail Detail { get; set; } = Detail.NotSoShort;

            /// <summary>The mode.</summary>
            [AllowedValues("append", "replace")]
            public string Mode { get; set; } = "append";

            /// <summary>The field.</summary>
            [Parameter("field")]
            public FieldName Target { get; set; } = IntelMQ.Schemas.Fields.Source.Ip;

            /// <summary>The fields.</summary>
            public FieldList Keys { get; set; } = FieldList.Parse("source.ip, source.port");

            /// <summary>The texts.</summary>
            public TextList Texts { get; set; } = TextList.Parse("a,b");

            /// <summary>From texts to texts.</summary>
            public TextMap Map { get; set; } = new();

            /// <summary>From texts to values.</summary>
            public IDictionary<string, PlainValue> Values { get; set; } = new Dictionary<string, PlainValue>();

            /// <summary>Which columns are required.</summary>
            public IReadOnlyList<bool>? Flags { get; set; }

            /// <summary>Any tree.</summary>
            public IDictionary<string, JsonElement> Tree { get; set; } = new Dictionary<string, JsonElement>();

            public string Computed => Mode + Count;

            internal int Internal { get; set; }

            public static int Shared { get; set; }
        }

        /// <summary>Does everything. And more.</summary>
        [Bot("example.experts.everything", BotKind.Expert, Aliases = new[] { "example.experts.all" }, IsRetired = true)]
        public sealed partial class EverythingExpert : Expert
        {
            private readonly EverythingOptions _options;

            public EverythingExpert(EverythingOptions options, BotServices services)
                : base(options, services) => _options = options;

            public override Verdict Process(Event message) => _options.Overwrite ? Verdict.Drop : Verdict.Keep;
        }

        /// <summary>Does nothing.</summary>
        [Bot("example.experts.anything", BotKind.Expert)]
        internal sealed partial class NothingExpert : Expert
        {
            public NothingExpert(BotServices services)
                : base(services)
            {
            }

            public override Verdict Process(Event message) => Verdict.Keep;
        }

        [BotList]
        public static partial class AllBots
        {
        }
        """;

    /// <summary>A bot in which one line is to be another.</summary>
    public static string With(string options, string attributes = """[Bot("example.expert", BotKind.Expert)]""", string bot = "public sealed partial class SampleExpert : Expert", string constructor = "public SampleExpert(SampleOptions options, BotServices services) : base(options, services) { }", string comment = "/// <summary>Does something.</summary>") => $$"""
        using System;
        using System.Collections.Generic;
        using IntelMQ.Bots;
        using IntelMQ.Messages;

        {{options}}

        {{comment}}
        {{attributes}}
        {{bot}}
        {
            {{constructor}}

            public override Verdict Process(Event message) => Verdict.Keep;
        }

        [BotList]
        public static partial class AllBots { }
        """;

    /// <summary>Options with one property.</summary>
    public static string Options(string property) => $$"""
        public sealed partial class SampleOptions : BotOptions
        {
            {{property}}
        }
        """;
}
