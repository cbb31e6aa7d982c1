using System.Text.RegularExpressions;
using IntelMQ.Pipelines;

namespace IntelMQ.Bots.Tests.Mistakes;

/// <summary>What bots reach outside the process is declared, and judged by what their parameters say together.</summary>
public sealed partial class ReachesTests
{
    // Named like something outside, but names in an archive, and hosts that are not reached by being there.
    private static readonly HashSet<string> Harmless = ["extract_files", "http_credential_hosts"];

    private static readonly OutsidePolicy Policy = new() { Folders = [Path.GetTempPath()], Hosts = ["db.example.com", "rdap.example.com"], AllowsSql = true };

    [Fact]
    public void Parameters_that_name_something_outside_are_marked()
        => Assert.Equal("", string.Join(", ",
            from bot in StandardBots.All
            from parameter in bot.Parameters
            where parameter.Rules.Reaches == Outside.Nothing && !parameter.IsSecret && parameter.Words != "true or false"
            where OutsideName().IsMatch(parameter.Name) && !Harmless.Contains(parameter.Name)
            // A name on the server, in the folder that is marked.
            where (bot.Module, parameter.Name) != ("intelmq.bots.collectors.rsync.collector_rsync", "file")
            select $"{bot.Module}: {parameter.Name}"));

    [Theory]
    [InlineData("""{"engine": "postgresql", "database": "contacts", "host": "db.example.com"}""", true)]
    [InlineData("""{"engine": "postgresql", "database": "contacts", "host": "db.example.com:5433,db.example.com"}""", true)]
    [InlineData("""{"engine": "postgresql", "database": "contacts", "host": "db.example.com,192.0.2.1"}""", false)]
    [InlineData("""{"engine": "postgresql", "database": "contacts", "host": "/var/run/postgresql"}""", false)]
    [InlineData("""{"engine": "postgresql", "database": "contacts"}""", false)]
    [InlineData("""{"engine": "SQLite", "database": "/etc/passwd"}""", false)]
    [InlineData("""{"engine": "sqlite", "database": "TEMP/contacts.sqlite"}""", true)]
    public async Task A_database_is_a_file_with_one_engine_and_a_server_with_another(string parameters, bool isAllowed)
        => Assert.Equal(isAllowed, await IsAllowedAsync("intelmq.bots.experts.generic_db_lookup.expert", parameters));

    [Theory]
    [InlineData("""{"rdap_bootstrapped_servers": {"example": "https://rdap.example.com/", "test": {"url": "https://rdap.example.com/v1", "auth": {"type": "jwt", "token": "t"}}}}""", true)]
    [InlineData("""{"rdap_bootstrapped_servers": {"example": {"url": "https://192.0.2.1/"}}}""", false)]
    public async Task Servers_are_reached_and_the_suffixes_they_are_for_are_not(string parameters, bool isAllowed)
        => Assert.Equal(isAllowed, await IsAllowedAsync("intelmq.bots.experts.rdap.expert", parameters));

    [Theory]
    [InlineData("""{"file": "TEMP/{event[source.ip]}.txt", "format_filename": true}""", true)]
    [InlineData("""{"file": "TEMP/{event[source.ip]}/../../x.txt", "format_filename": true}""", true)]
    [InlineData("""{"file": "TEMP/../etc/{event[source.ip]}.txt", "format_filename": true}""", false)]
    [InlineData("""{"file": "/etc/cron.d/x"}""", false)]
    [InlineData("{}", false)]
    public async Task A_template_of_file_names_reaches_the_folder_that_no_name_leaves(string parameters, bool isAllowed)
        => Assert.Equal(isAllowed, await IsAllowedAsync("intelmq.bots.outputs.file.output", parameters));

    [GeneratedRegex("(^|_)(url|urls|uri|host|hosts|server|servers|ip|path|file|files|dir|folder|database|keyring|cert|certificate|proxy|command|socket|table|query)$")]
    private static partial Regex OutsideName();

    private static async Task<bool> IsAllowedAsync(string module, string parameters)
    {
        var bot = new BotDefinition { Id = "b", Module = module, Parameters = ParameterValues.Parse(parameters.Replace("TEMP/", Path.GetTempPath(), StringComparison.Ordinal)) };
        var definition = new PipelineDefinition { Bots = [bot] };
        IReadOnlyList<PipelineComplaint> complaints = await definition.CheckAsync(StandardBots.All, new PipelineOptions { Outside = Policy });
        return !complaints.Any(static complaint => complaint.Message.Contains("allowed here", StringComparison.Ordinal));
    }
}
