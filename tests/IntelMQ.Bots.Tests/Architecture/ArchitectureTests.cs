using System.Reflection;
using System.Text.RegularExpressions;
using IntelMQ.Bots.Tests.Support;
using IntelMQ.Messages;

namespace IntelMQ.Bots.Tests.Architecture;

/// <summary>Holds the projects and namespaces to docs/architecture.md.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = Repository.Root;

    public static TheoryData<string, string[], string[]> Projects { get; } = new()
    {
        { "src/IntelMQ.Core", [], ["Cronos", "CsvHelper", "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.Http", "Microsoft.Extensions.Logging.Abstractions", "OpenTelemetry.Api.ProviderBuilderExtensions", "SharpCompress"] },
        { "src/IntelMQ.Bots", ["IntelMQ.Core", "IntelMQ.Formats"], ["AngleSharp", "MaxMind.Db", "Microsoft.Extensions.Logging.Abstractions", "YamlDotNet"] },
        { "src/IntelMQ.Azure", ["IntelMQ.Core"], ["Azure.Storage.Blobs", "Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.Dashboard", ["IntelMQ.Hosting"], [] },
        { "src/IntelMQ.Formats", ["IntelMQ.Core"], [] },
        { "src/IntelMQ.Hosting", ["IntelMQ.Core"], ["YamlDotNet"] },
        { "src/IntelMQ.Kafka", ["IntelMQ.Core"], ["Confluent.Kafka", "Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.Mail", ["IntelMQ.Core"], ["MailKit", "Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.Misp", ["IntelMQ.Core"], ["Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.MongoDb", ["IntelMQ.Core"], ["Microsoft.Extensions.Logging.Abstractions", "MongoDB.Driver"] },
        { "src/IntelMQ.Notifications", ["IntelMQ.Core", "IntelMQ.Formats", "IntelMQ.Mail"], ["CsvHelper", "ExcelDataReader"] },
        { "src/IntelMQ.PostgreSql", ["IntelMQ.Core"], ["Microsoft.Extensions.Logging.Abstractions", "Npgsql"] },
        { "src/IntelMQ.RabbitMq", ["IntelMQ.Core"], ["Microsoft.Extensions.Logging.Abstractions", "RabbitMQ.Client"] },
        { "src/IntelMQ.Redis", ["IntelMQ.Core"], ["Microsoft.Extensions.Logging.Abstractions", "StackExchange.Redis"] },
        { "src/IntelMQ.S3", ["IntelMQ.Core"], ["AWSSDK.S3", "Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.Sqlite", ["IntelMQ.Core"], ["Microsoft.Data.Sqlite", "Microsoft.Extensions.Logging.Abstractions"] },
        { "src/IntelMQ.Testing", ["IntelMQ.Core"], ["Microsoft.Extensions.TimeProvider.Testing"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_references_what_the_architecture_says_and_nothing_else(string folder, string[] projects, string[] packages)
    {
        string project = File.ReadAllText(Directory.GetFiles(Path.Combine(Root, folder), "*.csproj").Single());
        Assert.Equal(projects, ProjectReference().Matches(project).Select(static match => Path.GetFileNameWithoutExtension(match.Groups[1].Value)));
        Assert.Equal(packages, PackageReference().Matches(project).Select(static match => match.Groups[1].Value));
    }

    // A folder below a room only divides it, so that a room has one namespace and no long list of files.
    private static readonly string[] Divided = ["IntelMQ.Bots/Collectors", "IntelMQ.Bots/Experts", "IntelMQ.Bots/Outputs", "IntelMQ.Bots/Sieve/Execution", "IntelMQ.Core", "IntelMQ.Formats", "IntelMQ.Hosting/Operation"];

    [Fact]
    public void Every_room_of_a_package_is_a_namespace()
    {
        var wrong = new List<string>();
        foreach (string file in Sources())
        {
            string[] parts = Path.GetRelativePath(Path.Combine(Root, "src"), file).Split(Path.DirectorySeparatorChar);
            string root = parts[0] == "IntelMQ.Core" ? "IntelMQ" : parts[0];
            int depth = Divided.Where(divided => string.Join('/', parts).StartsWith($"{divided}/", StringComparison.Ordinal)).Select(static divided => divided.Count(static c => c == '/')).FirstOrDefault(parts.Length - 1);
            string[] rooms = parts[1..^1];
            string expected = string.Join('.', [root, .. rooms.Take(parts[0] == "IntelMQ.Core" ? 1 : depth)]);
            string declared = Namespace().Match(File.ReadAllText(file)).Groups[1].Value;
            if (declared != expected && declared is not ("Microsoft.Extensions.DependencyInjection" or "System.Runtime.CompilerServices"))
                wrong.Add($"{string.Join('/', parts)} declares {declared}, its folder says {expected}");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [InlineData("IntelMQ.Core", "## Rooms of IntelMQ.Core", 2)]
    [InlineData("IntelMQ.Bots", "## Rooms of IntelMQ.Bots", 3)]
    public void A_room_uses_only_the_rooms_above_it_in_the_document(string package, string section, int depth)
    {
        string document = File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"));
        document = document[document.IndexOf(section, StringComparison.Ordinal)..];
        document = document[..document.IndexOf("\n## ", section.Length, StringComparison.Ordinal)];
        string[] rooms = [.. Room().Matches(document).Select(static match => match.Groups[1].Value)];
        Assert.True(rooms.Length > 5);
        var wrong = new List<string>();
        foreach (string file in Sources().Where(file => file.Contains($"{Path.DirectorySeparatorChar}{package}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            string text = File.ReadAllText(file);
            string declared = Namespace().Match(text).Groups[1].Value;
            // The catalogue names all bots.
            if (declared == package)
                continue;
            int own = Array.IndexOf(rooms, RoomOf(declared, depth));
            if (own < 0)
            {
                wrong.Add($"{file} is in no room of the document");
                continue;
            }

            foreach (Match use in Using().Matches(text))
            {
                if (Array.IndexOf(rooms, RoomOf(use.Groups[1].Value, depth)) > own)
                    wrong.Add($"{Path.GetRelativePath(Root, file)} uses {use.Groups[1].Value}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static string RoomOf(string name, int depth)
        => name.StartsWith("IntelMQ", StringComparison.Ordinal) ? string.Join('.', name.Split('.').Take(depth)) : name;

    [Fact]
    public void Every_bot_of_the_package_is_in_the_catalogue()
    {
        IEnumerable<Type> bots = typeof(StandardBots).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Bot)) && !type.IsAbstract && type.IsPublic);
        Type[] listed = [.. StandardBots.All.Select(static bot => bot.BotType)];
        Assert.Empty(bots.Except(listed));
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines_unless_it_is_a_table()
    {
        string[] wrong = [.. Sources()
            .Where(static file => !file.EndsWith(".g.cs", StringComparison.Ordinal) && File.ReadLines(file).Count() > 300)
            .Select(static file => Path.GetRelativePath(Root, file))
            .Except(["src/IntelMQ.Core/Schemas/Fields.cs"])];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void The_core_package_needs_no_bot()
        => Assert.DoesNotContain(typeof(Event).Assembly.GetReferencedAssemblies(), static (AssemblyName name) => name.Name!.StartsWith("IntelMQ", StringComparison.Ordinal));

    private static IEnumerable<string> Sources()
        => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin"));

    [GeneratedRegex("""<ProjectReference Include="([^"]+)" """)]
    private static partial Regex ProjectReference();

    [GeneratedRegex("""<PackageReference Include="([^"]+)" """)]
    private static partial Regex PackageReference();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static )?(IntelMQ[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^\| `([\w.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Room();
}
