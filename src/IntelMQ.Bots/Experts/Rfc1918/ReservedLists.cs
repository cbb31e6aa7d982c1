using IntelMQ.Harmonization;

namespace IntelMQ.Bots.Experts;

/// <summary>One choice of what counts as reserved.</summary>
internal sealed class ReservedLists
{
    private readonly AddressTest _isAddress;
    private readonly NameTest _isName;
    private readonly Func<long, bool> _isAsn;

    private ReservedLists(AddressTest isAddress, NameTest isName, Func<long, bool> isAsn)
    {
        _isAddress = isAddress;
        _isName = isName;
        _isAsn = isAsn;
    }

    private delegate bool AddressTest(in IpAddressValue address);

    private delegate bool NameTest(ReadOnlySpan<byte> name);

    /// <summary>The registries.</summary>
    public static ReservedLists Iana { get; } = new(IanaReserved.IsAddress, IanaReserved.IsName, IanaReserved.IsAsn);

    /// <summary>What IntelMQ takes from them.</summary>
    public static ReservedLists IntelMQ { get; } = new(IntelMQReserved.IsAddress, IntelMQReserved.IsName, IntelMQReserved.IsAsn);

    public bool IsAddress(in IpAddressValue address) => _isAddress(address);

    public bool IsName(ReadOnlySpan<byte> name) => _isName(name);

    public bool IsAsn(long number) => _isAsn(number);
}
