using IntelMQ.Bots;
using IntelMQ.Testing.Samples;

namespace IntelMQ.Testing;

public class BotConformanceTests
{
    public static TheoryData<string> Modules => [.. StandardBots.All.Select(static bot => bot.Module)];

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Every_bot_of_the_catalogue_conforms(string module)
    {
        IReadOnlyList<string> violations = await BotConformance.CheckAsync(new BotCatalog().Add(StandardBots.All).Get(module));
        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    [Fact]
    public async Task A_parser_that_is_a_map_conforms() => Assert.Empty(await BotConformance.CheckAsync(static _ => new SampleParser()));

    [Fact]
    public async Task Collectors_and_outputs_conform()
    {
        Assert.Empty(await BotConformance.CheckAsync(static services => new SampleCollector(services)));
        Assert.Empty(await BotConformance.CheckAsync(static _ => new SampleOutput()));
    }

    [Fact]
    public async Task What_is_wrong_is_listed_with_the_bot_that_it_is_wrong_with()
    {
        await BotConformance.AssertAsync(new BotCatalog().Add(StandardBots.All).Get("intelmq.bots.experts.taxonomy.expert"));
        var exception = await Assert.ThrowsAsync<ConformanceException>(() => BotConformance.AssertAsync(static _ => new OnceOnlyExpert()));
        Assert.StartsWith($"The bot does not conform:{Environment.NewLine}- ", exception.Message);
        Assert.Contains("ObjectDisposedException", exception.Message);
    }

    [Fact]
    public async Task A_bot_that_cannot_be_disposed_of_twice_is_found()
        => Assert.Contains("ObjectDisposedException", Assert.Single(await BotConformance.CheckAsync(static _ => new OnceOnlyExpert())));

    [Fact]
    public async Task A_bot_that_does_not_stop_is_found()
        => Assert.Contains("after it was told to stop", Assert.Single(await BotConformance.CheckAsync(static _ => new DeafExpert())));

    [Theory]
    [InlineData("It needs a database.", 0)]
    [InlineData("no", 1)]
    public async Task Complaints_about_parameters_are_sentences(string complaint, int violations)
        => Assert.Equal(violations, (await BotConformance.CheckAsync(_ => throw new BotConfigurationException("sample", [complaint]))).Count);

    [Fact]
    public async Task A_bot_that_does_not_stop_while_it_waits_for_a_service_is_found()
        => Assert.Contains("after it was told to stop", Assert.Single(await BotConformance.CheckAsync(static services => new HangingExpert(services))));

    [Fact]
    public async Task A_parameter_whose_value_throws_is_found()
        => Assert.Contains("""The parameter number = -1 throws ArgumentOutOfRangeException""", await CheckAsync<CarelessOptions>());

    [Fact]
    public async Task A_complaint_that_names_no_parameter_is_found()
        => Assert.Contains("names no parameter: That will not do.", await CheckAsync<VagueOptions>());

    [Fact]
    public async Task A_bot_that_sends_along_a_path_it_does_not_declare_is_found()
        => Assert.Contains("the path elsewhere, which it does not declare", (await BotConformance.CheckAsync(static _ => new LostExpert()))[0]);

    [Fact]
    public async Task A_parser_that_throws_is_found()
        => Assert.Contains("throws FormatException", (await BotConformance.CheckAsync(static _ => new BrokenParser()))[0]);

    [Fact]
    public async Task A_parser_that_keeps_what_does_not_fail_again_is_found()
        => Assert.Contains("gives 0 failures when it is parsed again", (await BotConformance.CheckAsync(static _ => new ForgetfulParser()))[0]);

    private static async Task<string> CheckAsync<TOptions>()
        where TOptions : NumberOptions, new()
        => string.Join('\n', await BotConformance.CheckAsync(BotDescriptor.For<NumberExpert, TOptions>(
            "sample",
            BotKind.Expert,
            "A sample.",
            static (options, services) => new NumberExpert(options, services))));
}
