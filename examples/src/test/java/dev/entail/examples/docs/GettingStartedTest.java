package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.core.error.EntailException;
import dev.entail.core.event.Effect;
import dev.entail.core.event.MutationEvent;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.examples.social.SocialModel;
import dev.entail.runtime.dispatch.DispatchResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("README.md and getting-started.md")
class GettingStartedTest {
    @Test
    @DisplayName("the first model prints one like")
    void firstModel() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            FirstModel.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo("Hello: 1 like");
    }

    @Test
    @DisplayName("a dispatch is accepted or refused, and its effects say what followed")
    void result() {
        try (Entail entail = Entail.open("jdbc:h2:mem:", SocialModel.create())) {
            RecordId ann = entail.create(SocialModel.USER, Draft.of("name", "Ann"));
            RecordId hello = entail.create(
                    SocialModel.POST,
                    Draft.of("title", "Hello").set("content", "...").set("author", ann));
            // snippet: dispatch-result
            DispatchResult result =
                    entail.dispatch(SocialModel.LIKE_POST, call -> call.by(ann).payload("post", hello));
            if (result.isAccepted()) {
                for (Effect effect : result.effects()) {
                    MutationEvent mutation = effect.mutation();
                    System.out.println(mutation.record() + " " + mutation.id());
                }
            } else {
                EntailException refusal = result.refusal();
                System.out.println(refusal.code() + ": " + refusal.getMessage());
            }
            // end
            assertThat(result.effects())
                    .extracting(effect -> effect.mutation().record())
                    .containsExactly("_Interaction_", "Like", "Post", "_Dictionary_", "User");

            DispatchResult again =
                    entail.dispatch(SocialModel.LIKE_POST, call -> call.by(ann).payload("post", hello));
            assertThat(again.refusal().code()).isEqualTo("ALREADY_LIKED");
            assertThat(again.effects()).isEmpty();
        }
    }
}
