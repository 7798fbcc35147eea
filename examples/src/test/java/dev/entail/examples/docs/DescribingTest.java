package dev.entail.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.core.description.EventSourceDescription;
import dev.entail.core.description.JsonTree;
import dev.entail.core.description.ModelDescription;
import dev.entail.examples.social.SocialModel;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("describing.md")
class DescribingTest {
    @Test
    @DisplayName("the texts of a model")
    void texts() {
        // snippet: describe
        ModelDescription description = SocialModel.create().describe();

        String json = description.toJson(); // all of it
        String what = description.toErDiagram(); // entities, relations, views, unions
        String why = description.toFlowchart(); // what follows from what
        // end
        assertThat(json).startsWith("{\n  \"formatVersion\": 1,\n  \"name\": \"Social\",\n");
        assertThat(what).contains("    r_Post }o--o| r_User : \"author / posts\"\n");
        assertThat(why)
                .contains(
                        "    s_LikePost --> r__Interaction_\n",
                        "    r__Interaction_ -->|\"LikePost\"| r_Like\n",
                        "    r_Like --> v_Post_likeCount\n",
                        "    v_Post_likeCount --> v_Post_popular\n");
    }

    @Test
    @DisplayName("a form for each interaction")
    void forms() {
        ModelDescription description = SocialModel.create().describe();
        // snippet: forms
        List<EventSourceDescription> open = description.eventSources().stream()
                .filter(EventSourceDescription::anonymous)
                .toList();
        JsonTree form = SocialModel.LIKE_POST.schema().toJsonSchema();
        // end
        assertThat(open)
                .singleElement()
                .satisfies(source -> assertThat(source.name()).isEqualTo("Register"));
        assertThat(form.toJson()).isEqualTo("""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "properties": {
                "post": {
                  "type": "object",
                  "properties": {
                    "id": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 9223372036854775807
                    }
                  },
                  "required": ["id"],
                  "additionalProperties": false,
                  "x-entail-entity": "Post"
                }
              },
              "required": ["post"],
              "additionalProperties": false
            }
            """);
    }
}
