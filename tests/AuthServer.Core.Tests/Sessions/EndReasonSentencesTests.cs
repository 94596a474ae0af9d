using AuthServer.Core.Sessions;
using AuthServer.Testing;
using FluentAssertions;
using Xunit;

namespace AuthServer.Core.Tests.Sessions;

/// <summary>Every reason has its words, and the careful ones tell no more than the wire does.</summary>
public sealed class EndReasonSentencesTests
{
    public static TheoryData<EndReason> Reasons => [.. Enum.GetValues<EndReason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    [Spec("RFC 6749", "5.2")]
    public void Clients_are_told_in_ASCII_without_quotation_marks(EndReason reason) =>
        reason.ForClients().Should().MatchRegex(@"^[\x20-\x21\x23-\x5B\x5D-\x7E]+\.$");

    [Fact]
    public void People_and_clients_learn_what_the_wire_tells_and_no_more()
    {
        foreach (var told in Enum.GetValues<EndReason>().GroupBy(reason => reason.Public()))
        {
            told.Select(reason => reason.ForPeople()).Distinct().Should().ContainSingle();
            told.Select(reason => reason.ForClients()).Distinct().Should().ContainSingle();
            told.Select(reason => reason.MayBeSomebodyElse()).Distinct().Should().ContainSingle();
        }

        var tellable = Enum.GetValues<EndReason>().Select(reason => reason.Public()).Distinct().Count();
        Enum.GetValues<EndReason>().Select(reason => reason.ForPeople()).Distinct().Should().HaveCount(tellable, "each has words of its own");
        Enum.GetValues<EndReason>().Select(reason => reason.ForClients()).Distinct().Should().HaveCount(tellable);
    }

    [Fact]
    public void Operators_can_tell_every_reason_from_every_other() =>
        Enum.GetValues<EndReason>().Select(reason => reason.ForOperators()).Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_number_that_means_nothing_has_no_words() =>
        FluentActions.Invoking(() => ((EndReason)0).ForOperators()).Should().Throw<ArgumentOutOfRangeException>();
}
