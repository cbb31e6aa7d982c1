using IntelMQ.Bots.Sieve;

namespace IntelMQ.Bots.Tests.Sieve;

public sealed class SieveFormatterTests
{
    [Fact]
    public void Rules_are_laid_out_evenly_and_keep_their_comments()
    {
        const string source =
            """
            # head


            if(comment=='a'&&!(source.port:in[1,2])){drop}elif :exists raw{ # why
            // inside
              path ['a','b'] keep
                    # last
            }
            # between
            else {}
            $x=comment add! extra.a=$x   // end
            if comment == # odd
              'b' { }
            """;

        const string expected =
            """
            # head

            if (comment == 'a' && !(source.port :in [1, 2])) {
                drop
            } elif :exists raw { # why
                // inside
                path ['a', 'b']
                keep
                # last
            }
            # between
            else { }
            $x = comment
            add! extra.a = $x // end
            if comment == # odd
                'b' { }

            """;

        Assert.Equal(expected.ReplaceLineEndings("\n"), Rules.Parse(source).ToString());
        Assert.Equal(expected.ReplaceLineEndings("\n"), Rules.Parse(expected).ToString());
    }

    [Fact]
    public void Nothing_becomes_nothing() => Assert.Equal("", Rules.Parse(" \n ").ToString());
}
