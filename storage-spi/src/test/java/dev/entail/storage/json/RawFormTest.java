package dev.entail.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.logic.BooleanExpression;
import dev.entail.core.logic.RawForm;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Boolean expressions as text")
class RawFormTest {
    private final ValueJson json = new ValueJson();

    @Test
    @DisplayName("BEX-12 an expression goes to JSON and back, atoms of any kind with it")
    void text() {
        RawForm<Object> form = new RawForm<>(atom -> atom, atom -> atom);
        BooleanExpression<Object> zero = BooleanExpression.atom(0L);
        BooleanExpression<Object> list = BooleanExpression.atom(List.of("a", true, ""));
        BooleanExpression<Object> expression = zero.and(list.not())
                .or(BooleanExpression.<Object>atom(false).not().not());
        String text = json.write(form.write(expression), "expression");
        assertThat(text).contains("\"operator\":\"or\"", "\"operator\":\"not\"");
        assertThat(form.read(json.read(text))).isEqualTo(expression);
    }
}
