/** Simulated gateway traffic: a seeded cast of workspaces and calls that look like life, and the budgets set for them. */
@NullMarked
package io.millrace.standalone.workload;

import org.jspecify.annotations.NullMarked;
