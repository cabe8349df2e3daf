import '../shared/base.css';
import './page.css';
import './turn.css';
import './composer.css';
import '../shared/markdown/markdown.css';
import '../shared/highlight/syntax.css';
import { render } from 'preact';
import { connect } from '../shared/bridge';
import { App } from './App';
import { ChatSession } from './session';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no element #root');
render(<App session={new ChatSession(connect())} />, root);
