package dev.llmbench.plan;

/** What a stage's target is a number of. */
public enum LoadModel {
    /**
     * Virtual users, each sending its next request when the one before is answered: the closed model, k6's
     * {@code ramping-vus}.
     */
    VIRTUAL_USERS
}
