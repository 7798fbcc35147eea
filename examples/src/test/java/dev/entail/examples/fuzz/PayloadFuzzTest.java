package dev.entail.examples.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.builtins.interaction.InteractionRecord;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.core.value.Row;
import dev.entail.examples.friends.FriendsModel;
import dev.entail.examples.leave.LeaveModel;
import dev.entail.examples.shop.ShopModel;
import dev.entail.examples.social.SocialModel;
import dev.entail.testkit.payload.PayloadFuzz;
import dev.entail.testkit.payload.PayloadFuzz.Report;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A hundred thousand calls with payloads and users of every kind; each round has a database of its own. */
@DisplayName("Random payloads and users")
class PayloadFuzzTest {
    private static final int CALLS = 2_000;
    private static final List<RecordId> PEOPLE = List.of(RecordId.of(1), RecordId.of(2), RecordId.of(3));

    @Test
    @DisplayName("PAY-03 W-34 the social application accepts or refuses with a code, and stores texts as they are")
    void social() {
        Report report = rounds(
                17,
                SocialModel.create(),
                entail -> {
                    people(entail, SocialModel.USER);
                },
                PayloadFuzzTest::requireTitles);

        assertThat(report.refused().keySet())
                .contains("ALREADY_LIKED", "ACTOR_MISSING", "PAYLOAD_UNKNOWN_FIELD", "PAYLOAD_TOO_LARGE");
    }

    @Test
    @DisplayName("PAY-03 W-34 the shop accepts or refuses with a code")
    void shop() {
        Report report = rounds(17, ShopModel.create(), entail -> people(entail, ShopModel.USER), entail -> {});

        assertThat(report.refused().keySet())
                .contains("OUT_OF_STOCK", "PAYLOAD_NOT_A_LIST", "PAYLOAD_NOT_A_REFERENCE", "PAYLOAD_TOO_LARGE");
    }

    @Test
    @DisplayName("PAY-03 W-34 leave requests are accepted or refused with a code")
    void leave() {
        Report report = rounds(16, LeaveModel.create(), entail -> people(entail, LeaveModel.USER), entail -> {});

        assertThat(report.refused().keySet())
                .contains("SELF_REVIEW", "QUOTA_EXCEEDED", "CONDITION_REJECTED", "PAYLOAD_REFERENCE_NOT_FOUND");
    }

    @Test
    @DisplayName("PAY-03 W-34 ACT-34 requests for friendship are taken step by step or refused with a code")
    void friends() {
        Report report = rounds(3, FriendsModel.create(), entail -> people(entail, FriendsModel.USER), entail -> {});

        assertThat(report.refused().keySet())
                .contains("CONDITION_REJECTED", "ACTIVITY_STEP_UNAVAILABLE", "ACTIVITY_NOT_FOUND");
    }

    private static void people(Entail entail, dev.entail.core.definition.Entity user) {
        List.of("Ann", "Bob", "Cid").forEach(name -> entail.create(user, Draft.of("name", name)));
    }

    private static Report rounds(int number, Model model, Consumer<Entail> before, Consumer<Entail> after) {
        Report sum = new Report(0, Map.of());
        for (int round = 0; round < number; round++) {
            try (Entail entail = Entail.open("jdbc:h2:mem:", model)) {
                before.accept(entail);
                sum = sum.and(PayloadFuzz.run(entail, PEOPLE, round, CALLS));
                after.accept(entail);
            }
        }
        assertThat(sum.calls()).isEqualTo(number * CALLS);
        assertThat(sum.accepted()).isGreaterThan(number * CALLS / 100);
        return sum;
    }

    /** What was written about is there once for each event, letter by letter. */
    private static void requireTitles(Entail entail) {
        List<String> given = entail
                .query(InteractionRecord.ENTITY)
                .where(Match.eq("interactionName", "CreatePost"))
                .select("payload")
                .unbounded()
                .list()
                .stream()
                .map(event -> (Map<?, ?>) event.get(InteractionRecord.PAYLOAD))
                .map(payload -> payload.get("title") + "\n" + payload.get("content"))
                .sorted()
                .toList();
        List<String> stored = entail.query(SocialModel.POST).select("title", "content").unbounded().list().stream()
                .map(PayloadFuzzTest::text)
                .sorted()
                .toList();
        assertThat(stored).isEqualTo(given);
    }

    private static String text(Row post) {
        return post.text("title") + "\n" + post.text("content");
    }
}
