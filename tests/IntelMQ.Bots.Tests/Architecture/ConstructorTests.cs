using System.Reflection;
using IntelMQ.Bots.Tests.Docs;

namespace IntelMQ.Bots.Tests.Architecture;

/// <summary>Whoever has made one bot can make every other.</summary>
public sealed class ConstructorTests
{
    public static TheoryData<string> Modules => [.. DescribedBots.All.Select(static bot => bot.Module)];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_bot_is_made_of_its_options_and_where_wanted_of_services(string module)
    {
        Type bot = DescribedBots.All.Single(bot => bot.Module == module).BotType;
        Type[][] constructors = [.. bot.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Select(static constructor => constructor.GetParameters().Select(static parameter => parameter.ParameterType).ToArray())];
        Type? options = constructors.SelectMany(static types => types).FirstOrDefault(static type => typeof(BotOptions).IsAssignableFrom(type));
        Type[] alone = options is null ? [] : [options];
        Assert.Contains(constructors, types => types.SequenceEqual(alone));
        Assert.Contains(constructors, types => types.SequenceEqual([.. alone, typeof(BotServices)]));
    }
}
