package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.computation.Computed;
import dev.entail.core.definition.Property;
import dev.entail.core.error.EntailException;
import dev.entail.core.match.Match;
import dev.entail.core.model.Model;
import dev.entail.core.query.Order;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.runtime.dispatch.DispatchResult;
import dev.entail.runtime.port.DispatchCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever is wrong is refused with a code, and nothing is written. */
abstract class BadInputContract extends RuntimeGroup {
    @Test
    @DisplayName("T-233 an id that is none is refused with a code, in conditions as elsewhere")
    final void oddId() {
        Entail entail = open(Blog.model());
        assertThat(failureOf(() -> entail.query(Blog.USER)
                                .where(Match.eq("id", "abc"))
                                .list())
                        .code())
                .isEqualTo("VALUE_MISMATCH");
    }

    @Test
    @DisplayName("T-159 PRV-01 a computed value sees what it named and nothing else")
    final void computedSeesItsInputs() {
        Model model = Model.model("Curious")
                .facts(Blog.USER, Blog.POST, Blog.AUTHORSHIP)
                .derive(Blog.POST, Property.text("by"), Computed.from("title", row -> row.get("author")))
                .build();
        Entail entail = open(model);
        assertThat(failureOf(() -> entail.create(Blog.POST, Draft.of("title", "Hello")))
                        .code())
                .isEqualTo("CALLBACK_FAILED");
        assertThat(entail.query(Blog.POST).count()).isZero();
    }

    private static final String HOSTILE = "\"Post\"; DROP TABLE \"Post\";-- ' \\ % ` 🦉";

    @Test
    @DisplayName("PAY-03 an unknown interaction, a missing, unknown or mistyped field, and a bare id are refused")
    final void payload() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        EntailException unknown = failureOf(() -> entail.dispatch("LikePots", DispatchCall.of(ann, Map.of())));
        assertThat(unknown.code()).isEqualTo("UNKNOWN_EVENT_SOURCE");
        assertThat(unknown.getMessage()).contains("did you mean 'LikePost'?");
        assertThat(refusal(entail, ann, "WritePost", Map.of())).isEqualTo("PAYLOAD_MISSING");
        assertThat(refusal(entail, ann, "WritePost", Map.of("title", 5))).isEqualTo("PAYLOAD_TYPE_MISMATCH");
        assertThat(refusal(entail, ann, "WritePost", Map.of("title", "a", "x", 1)))
                .isEqualTo("PAYLOAD_UNKNOWN_FIELD");
        assertThat(refusal(entail, ann, "LikePost", Map.of("post", 1L))).isEqualTo("PAYLOAD_NOT_A_REFERENCE");
        assertThat(refusal(entail, null, "LikePost", Map.of())).isEqualTo("ACTOR_MISSING");
        assertThat(Blog.events(entail)).isZero();
    }

    @Test
    @DisplayName("PAY-08 STO-059 a dangling reference is refused by name, whether the dispatch links to it or not")
    final void danglingReference() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        for (String interaction : new String[] {"LikePost", "UnlikePost"}) {
            DispatchResult result =
                    entail.dispatch(interaction, DispatchCall.of(ann, Map.of("post", RecordId.of(9999))));
            assertThat(result.refusal().code()).isEqualTo("PAYLOAD_REFERENCE_NOT_FOUND");
            assertThat(result.refusal().details())
                    .containsEntry("field", "post")
                    .containsEntry("type", "post ref not found");
        }
        assertThat(Blog.events(entail)).isZero();
        assertThat(entail.query(Blog.LIKE).count()).isZero();
    }

    @Test
    @DisplayName("STO-059 somebody who does not exist cannot act where the dispatch links to them")
    final void danglingActor() {
        Entail entail = open(Blog.model());
        RecordId post = Blog.post(entail, "Hello");
        DispatchResult result = Blog.like(entail, RecordId.of(77), post);
        assertThat(result.refusal().hasCode("REFERENCE_NOT_FOUND")).isTrue();
        assertThat(Blog.events(entail)).isZero();
        assertThat(Blog.likes(entail, post)).isZero();
    }

    @Test
    @DisplayName("STO-049 SQL in values is stored as it is, and found again")
    final void hostileValues() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, HOSTILE);
        entail.dispatch(
                        Blog.WRITE_POST,
                        call -> call.by(ann).payload("title", HOSTILE).context(HOSTILE, HOSTILE))
                .orThrow();
        assertThat(entail.query(Blog.POST)
                        .where(Match.eq("title", HOSTILE))
                        .select("title", "author.name")
                        .list())
                .singleElement()
                .satisfies(post -> {
                    assertThat(post.text("title")).isEqualTo(HOSTILE);
                    assertThat(post.row("author").text("name")).isEqualTo(HOSTILE);
                });
    }

    @Test
    @DisplayName("STO-101 STO-141 SQL in names is refused like any other unknown name")
    final void hostileNames() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        assertThat(failureOf(() -> entail.query(HOSTILE)).code()).isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.query(Blog.POST).select(HOSTILE).list())
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.query(Blog.POST)
                                .where(Match.eq(HOSTILE, 1))
                                .list())
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.query(Blog.POST)
                                .orderBy(Order.ascending(HOSTILE))
                                .list())
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(failureOf(() -> entail.create(Blog.USER, Draft.of(HOSTILE, 1)))
                        .code())
                .isEqualTo("UNKNOWN_NAME");
        assertThat(refusal(entail, ann, "WritePost", Map.of(HOSTILE, 1))).isEqualTo("PAYLOAD_UNKNOWN_FIELD");
    }

    @Test
    @DisplayName("MOD-48 a derived value cannot be written")
    final void derivedIsProtected() {
        Entail entail = open(Blog.model());
        RecordId post = Blog.post(entail, "Hello");
        assertThat(failureOf(() -> entail.create(Blog.POST, Draft.of("likeCount", 5)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(failureOf(() -> entail.update(Blog.POST, post, Draft.of("likeCount", 5)))
                        .code())
                .isEqualTo("WRITE_INVALID");
        assertThat(entail.query(Blog.POST).count()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "STO-303 STO-304 a value of the wrong type, an unknown attribute and a scalar for a relation are refused")
    final void badDrafts() {
        Entail entail = open(Blog.model());
        assertThat(failureOf(() -> entail.create(Blog.USER, Draft.of("name", 5)))
                        .code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> entail.create(Blog.USER, Draft.of("nmae", "x")))
                        .getMessage())
                .contains("did you mean 'name'?");
        assertThat(failureOf(() -> entail.create(Blog.POST, Draft.of("author", 5)))
                        .code())
                .isEqualTo("VALUE_MISMATCH");
        assertThat(failureOf(() -> entail.create(Blog.POST, Draft.of("author", RecordId.of(5))))
                        .code())
                .isEqualTo("REFERENCE_NOT_FOUND");
        assertThat(entail.query(Blog.USER).count()).isZero();
        assertThat(entail.query(Blog.POST).count()).isZero();
    }

    private static String refusal(
            Entail entail, @Nullable RecordId user, String interaction, Map<String, Object> payload) {
        DispatchResult result = entail.dispatch(interaction, DispatchCall.of(user, payload));
        assertThat(result.effects()).isEmpty();
        return result.refusal().code();
    }
}
