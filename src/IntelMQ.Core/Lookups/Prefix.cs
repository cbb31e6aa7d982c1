using System.Numerics;

namespace IntelMQ.Lookups;

/// <summary>A prefix on its way into a table, ordered so that an enclosing prefix comes before what it encloses.</summary>
/// <param name="First">The first address.</param>
/// <param name="Length">The prefix length.</param>
/// <param name="Entry">The number under which the value is kept; rises with each addition.</param>
internal readonly record struct Prefix<TKey>(TKey First, byte Length, int Entry) : IComparable<Prefix<TKey>>
    where TKey : struct, IBinaryInteger<TKey>, IMinMaxValue<TKey>
{
    public int CompareTo(Prefix<TKey> other)
    {
        int order = First.CompareTo(other.First);
        if (order == 0)
            order = Length.CompareTo(other.Length);
        return order != 0 ? order : Entry.CompareTo(other.Entry);
    }

    /// <summary>The last address; <c>MaxValue &gt;&gt; Length</c> is the host part, save that a shift by all bits would do nothing.</summary>
    public TKey Last(int bits) => First | (Length == bits ? TKey.Zero : TKey.MaxValue >>> Length);
}
