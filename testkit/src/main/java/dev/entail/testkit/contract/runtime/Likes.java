package dev.entail.testkit.contract.runtime;

import static dev.entail.core.definition.Entity.entity;
import static dev.entail.core.definition.Property.decimal;
import static dev.entail.core.definition.Property.integer;
import static dev.entail.core.definition.Property.number;
import static dev.entail.core.definition.Property.text;
import static dev.entail.core.definition.Relation.manyToMany;
import static dev.entail.core.definition.Relation.manyToOne;

import dev.entail.core.computation.Count;
import dev.entail.core.computation.Summation;
import dev.entail.core.definition.Entity;
import dev.entail.core.definition.Relation;
import dev.entail.core.model.Model;
import dev.entail.core.model.ModelBuilder;
import java.util.Map;

/** Users, posts and likes with weights; each hot count or sum has a plain twin that must always be the same. */
final class Likes {
    static final Entity USER = entity("User", text("name"));
    static final Entity POST = entity("Post", text("title"), integer("stars"));
    static final Relation AUTHORSHIP = manyToOne(POST, "author", USER, "posts").named("Wrote");
    static final Relation LIKE = manyToMany(USER, "likedPosts", POST, "likedBy")
            .with(integer("weight"), decimal("price"), number("share"))
            .named("Like");

    /** By hot value of a post its plain twin. */
    static final Map<String, String> TWINS =
            Map.of("likes", "plainLikes", "weights", "plainWeights", "prices", "plainPrices");

    private Likes() {}

    static ModelBuilder facts() {
        return Model.model("Likes").facts(USER, POST, AUTHORSHIP, LIKE);
    }

    /** Hot counts and sums of all types. */
    static Model model() {
        return facts().derive(POST, integer("likes").hot(), Count.of("likedBy"))
                .derive(POST, integer("weights").hot(), Summation.of("likedBy", "&.weight"))
                .derive(POST, decimal("prices").hot(), Summation.of("likedBy", "&.price"))
                .derive(POST, number("shares").hot(), Summation.of("likedBy", "&.share"))
                .derive(USER, integer("given").hot(), Count.of("likedPosts"))
                .build();
    }

    /** The same with a twin for each value of a post. */
    static Model twins() {
        return facts().derive(POST, integer("likes").hot(), Count.of("likedBy"))
                .derive(POST, integer("weights").hot(), Summation.of("likedBy", "&.weight"))
                .derive(POST, decimal("prices").hot(), Summation.of("likedBy", "&.price"))
                .derive(POST, integer("plainLikes"), Count.of("likedBy"))
                .derive(POST, integer("plainWeights"), Summation.of("likedBy", "&.weight"))
                .derive(POST, decimal("plainPrices"), Summation.of("likedBy", "&.price"))
                .derive(USER, integer("given").hot(), Count.of("likedPosts"))
                .build();
    }

    /** A count of likes, hot or not. */
    static Model counting(boolean hot) {
        return facts().derive(POST, hot ? integer("likes").hot() : integer("likes"), Count.of("likedBy"))
                .build();
    }
}
