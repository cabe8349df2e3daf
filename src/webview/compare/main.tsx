import '../shared/base.css';
import '../chat/page.css';
import '../chat/turn.css';
import '../shared/markdown/markdown.css';
import '../shared/highlight/syntax.css';
import './page.css';
import { render } from 'preact';
import type { FromComparePage, ToComparePage } from '../../protocol/compare';
import { connect } from '../shared/bridge';
import { App } from './App';
import { CompareSession } from './session';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
const session = new CompareSession(connect<FromComparePage, ToComparePage, never>());
render(<App session={session} />, root);
