package dev.entail.benchmarks.like;

import static dev.entail.builtins.interaction.Interaction.interaction;
import static dev.entail.builtins.payload.PayloadField.reference;
import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;

import dev.entail.Entail;
import dev.entail.builtins.interaction.Interaction;
import dev.entail.core.computation.Count;
import dev.entail.core.computation.Link;
import dev.entail.core.computation.Transform;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Property;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Users who like posts, as all workloads have them. */
public final class LikeModel {
    /** Who likes. */
    public static final Entity USER = entity("User", text("name"));

    /** What is liked. */
    public static final Entity POST = entity("Post", text("title"));

    /** Likes. */
    public static final Relation LIKE =
            manyToMany(USER, "likedPosts", POST, "likedBy").named("Like");

    /** Makes a like. */
    public static final Interaction LIKE_POST =
            interaction("LikePost").payload(reference("post", POST).required());

    /** So many rows are stored in one transaction. */
    static final int TOGETHER = 10_000;

    private LikeModel() {}

    /** Users, posts and likes, of which nothing follows. */
    public static ModelBuilder facts() {
        return Model.model("Likes").facts(USER, POST, LIKE);
    }

    /** Likes by interactions, counted at both ends. */
    public static Model counted() {
        return counted(integer("likeCount"));
    }

    /** The same with the count of a post declared in another way. */
    static Model counted(Property<Long> likeCount) {
        return facts().events(LIKE_POST)
                .derive(LIKE, Transform.toLink(LIKE_POST, event -> Link.between(event.user(), event.reference("post"))))
                .derive(POST, likeCount, Count.of("likedBy"))
                .derive(USER, integer("likedCount"), Count.of("likedPosts"))
                .build();
    }

    /** Creates users. */
    public static List<RecordId> createUsers(Entail entail, int number) {
        return create(entail, USER, "name", number);
    }

    /** Creates posts. */
    public static List<RecordId> createPosts(Entail entail, int number) {
        return create(entail, POST, "title", number);
    }

    private static List<RecordId> create(Entail entail, Entity entity, String property, int number) {
        List<RecordId> ids = new ArrayList<>(number);
        for (int from = 0; from < number; from += TOGETHER) {
            List<Draft> drafts = IntStream.range(from, Math.min(number, from + TOGETHER))
                    .mapToObj(i -> Draft.of(property, property + i))
                    .toList();
            ids.addAll(entail.inTransaction(writes -> writes.createAll(entity, drafts)));
        }
        return ids;
    }
}
