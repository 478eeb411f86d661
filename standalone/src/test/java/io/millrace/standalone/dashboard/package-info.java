/** The dashboards against what the demonstration leaves in the database. */
@NullMarked
package io.millrace.standalone.dashboard;

import org.jspecify.annotations.NullMarked;
