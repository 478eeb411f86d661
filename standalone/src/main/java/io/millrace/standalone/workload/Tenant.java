package io.millrace.standalone.workload;

import io.millrace.schemas.billing.Workspace;
import io.millrace.schemas.usage.CredentialMode;
import java.util.List;
import java.util.random.RandomGenerator;

/** One workspace and everybody in it. Thread-safe. */
public final class Tenant {
    private final Workspace workspace;
    private final double weight;
    private final Weighted<ApiKey> keys;
    private final Weighted<ModelProfile> models;
    private final Weighted<Feature> features;
    private final List<String> users;
    private final List<String> sessions;
    private final List<String> addresses;

    Tenant(
            Workspace workspace,
            double weight,
            List<ApiKey> keys,
            List<ModelProfile> models,
            List<Feature> features,
            People people) {
        this.workspace = workspace;
        this.weight = weight;
        this.keys = new Weighted<>(keys, ApiKey::weight);
        this.models = new Weighted<>(models, ModelProfile::weight);
        this.features = new Weighted<>(features, feature -> feature.weight);
        this.users = people.users();
        this.sessions = people.sessions();
        this.addresses = people.addresses();
    }

    public Workspace workspace() {
        return workspace;
    }

    public String id() {
        return workspace.workspaceId();
    }

    /** The keys, the busiest first. */
    public List<ApiKey> keys() {
        return keys.items();
    }

    /** What is drawn for a cost, both nano-USD, up to a nano-dollar. */
    long chargeNanoUsd(long costNanoUsd, CredentialMode mode) {
        long ppm = mode == CredentialMode.PLATFORM ? workspace.markupPpm() : workspace.ownKeyMarkupPpm();
        return costNanoUsd / Workspace.PPM * ppm + costNanoUsd % Workspace.PPM * ppm / Workspace.PPM;
    }

    double weight() {
        return weight;
    }

    ApiKey drawKey(RandomGenerator random) {
        return keys.draw(random);
    }

    ModelProfile drawModel(RandomGenerator random) {
        return models.draw(random);
    }

    Feature drawFeature(RandomGenerator random) {
        return features.draw(random);
    }

    /** Few users call often: the square of an even draw. */
    String drawUser(RandomGenerator random) {
        double even = random.nextDouble();
        return users.get((int) (even * even * users.size()));
    }

    String drawSession(RandomGenerator random) {
        return sessions.get(random.nextInt(sessions.size()));
    }

    String drawAddress(RandomGenerator random) {
        return addresses.get(random.nextInt(addresses.size()));
    }

    /** Pseudonyms of users and client addresses, and ids of sessions; none of them empty. */
    record People(List<String> users, List<String> sessions, List<String> addresses) {}
}
